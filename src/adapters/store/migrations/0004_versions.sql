CREATE TABLE versions (
  repository_id bigint NOT NULL,
  system text NOT NULL,
  version text NOT NULL,
  artifact text NOT NULL REFERENCES artifacts (digest),
  parent text,
  commit text NOT NULL,
  path text NOT NULL,
  positions text NOT NULL,
  tiers text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (repository_id, version)
);
