CREATE TABLE capture_rules (
  repository_id bigint NOT NULL,
  system text NOT NULL,
  retention bigint NOT NULL CHECK (retention > 0),
  most integer NOT NULL CHECK (most > 0),
  redact text NOT NULL,
  PRIMARY KEY (repository_id, system)
);
--> statement-breakpoint
CREATE TABLE captured_inputs (
  repository_id bigint NOT NULL,
  system text NOT NULL,
  digest text NOT NULL,
  arrival bigint GENERATED ALWAYS AS IDENTITY,
  input text NOT NULL,
  kept_at bigint NOT NULL,
  PRIMARY KEY (repository_id, system, digest),
  FOREIGN KEY (repository_id, system) REFERENCES capture_rules ON DELETE CASCADE
);
--> statement-breakpoint
CREATE INDEX captured_inputs_by_age ON captured_inputs (repository_id, system, kept_at, arrival);
--> statement-breakpoint
CREATE TABLE replayed_inputs (
  repository_id bigint NOT NULL,
  system text NOT NULL,
  stage text NOT NULL,
  digest text NOT NULL,
  PRIMARY KEY (repository_id, system, stage, digest),
  FOREIGN KEY (repository_id, system) REFERENCES capture_rules ON DELETE CASCADE
);
