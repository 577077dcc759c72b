ALTER TABLE spends ADD COLUMN before text NOT NULL DEFAULT '';
--> statement-breakpoint
CREATE INDEX spends_of_version ON spends (repository_id, before);
