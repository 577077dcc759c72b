CREATE TABLE branches (
  repository_id bigint PRIMARY KEY,
  record text NOT NULL
);
--> statement-breakpoint
CREATE TABLE licences (
  repository_id bigint NOT NULL,
  pull integer NOT NULL,
  record text NOT NULL,
  PRIMARY KEY (repository_id, pull)
);
--> statement-breakpoint
CREATE TABLE incidents (
  repository_id bigint NOT NULL,
  id text NOT NULL,
  is_open boolean NOT NULL,
  opened_at bigint NOT NULL,
  record text NOT NULL,
  PRIMARY KEY (repository_id, id)
);
--> statement-breakpoint
CREATE INDEX incidents_open ON incidents (repository_id) WHERE is_open;
