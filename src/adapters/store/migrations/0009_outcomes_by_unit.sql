DROP INDEX outcomes_of_unit;
--> statement-breakpoint
CREATE INDEX outcomes_of_unit ON outcomes (rollout_id, unit, variant);
