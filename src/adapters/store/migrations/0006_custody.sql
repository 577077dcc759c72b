CREATE TABLE commitments (
  commitment text PRIMARY KEY,
  salt text NOT NULL
);
--> statement-breakpoint
CREATE TABLE sealed_shards (
  shard text PRIMARY KEY,
  retired boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE sealed_words (
  shard text NOT NULL REFERENCES sealed_shards (shard),
  repository_id bigint NOT NULL,
  system text NOT NULL,
  before text NOT NULL,
  after text NOT NULL,
  items integer NOT NULL,
  PRIMARY KEY (shard, repository_id, system, before, after, items)
);
