CREATE TABLE evaluation_jobs (
  nonce text PRIMARY KEY,
  repository_id bigint NOT NULL,
  pull bigint NOT NULL,
  question text NOT NULL,
  expires_at bigint NOT NULL,
  job text NOT NULL,
  answer text,
  is_closed boolean NOT NULL
);
--> statement-breakpoint
CREATE INDEX evaluation_jobs_of_pull ON evaluation_jobs (repository_id, pull);
