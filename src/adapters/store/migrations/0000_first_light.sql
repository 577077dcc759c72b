CREATE TABLE deliveries (
  guid text PRIMARY KEY,
  arrival bigint GENERATED ALWAYS AS IDENTITY,
  event text NOT NULL,
  action text,
  installation_id bigint,
  repository_id bigint,
  payload text NOT NULL,
  received_at bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'completed', 'set-aside')),
  attempts integer NOT NULL,
  due_at bigint NOT NULL,
  lease_until bigint NOT NULL,
  completed_at bigint,
  detail text
);
--> statement-breakpoint
CREATE INDEX deliveries_waiting ON deliveries (arrival) WHERE state = 'waiting';
--> statement-breakpoint

CREATE TABLE work (
  repository_id bigint NOT NULL,
  pull integer NOT NULL,
  installation_id bigint NOT NULL,
  generation bigint NOT NULL,
  due_at bigint,
  owner text,
  lease_until bigint NOT NULL,
  fence bigint NOT NULL,
  PRIMARY KEY (repository_id, pull)
);
--> statement-breakpoint
CREATE INDEX work_due ON work (due_at) WHERE due_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX work_leased ON work (lease_until) WHERE lease_until > 0;
--> statement-breakpoint

CREATE TABLE pulls (
  repository_id bigint NOT NULL,
  pull integer NOT NULL,
  system text,
  state text NOT NULL,
  decided boolean NOT NULL,
  record text NOT NULL,
  PRIMARY KEY (repository_id, pull)
);
--> statement-breakpoint
CREATE INDEX pulls_of_system ON pulls (repository_id, system) WHERE decided;
--> statement-breakpoint

CREATE TABLE commands (
  guid text PRIMARY KEY,
  arrival bigint GENERATED ALWAYS AS IDENTITY,
  repository_id bigint NOT NULL,
  pull integer NOT NULL,
  request text NOT NULL,
  answer text
);
--> statement-breakpoint
CREATE INDEX commands_waiting ON commands (repository_id, pull, arrival) WHERE answer IS NULL;
--> statement-breakpoint

CREATE TABLE budget_locks (
  repository_id bigint NOT NULL,
  system text NOT NULL,
  PRIMARY KEY (repository_id, system)
);
--> statement-breakpoint
CREATE TABLE spends (
  arrival bigint GENERATED ALWAYS AS IDENTITY,
  repository_id bigint NOT NULL,
  pull integer NOT NULL,
  system text NOT NULL,
  kind text NOT NULL,
  after text NOT NULL,
  amount bigint NOT NULL,
  by_person boolean NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (repository_id, pull, kind, after)
);
--> statement-breakpoint
CREATE INDEX spends_of_system ON spends (repository_id, system, at);
--> statement-breakpoint

CREATE TABLE cases (
  artifact text NOT NULL,
  suite text NOT NULL,
  item text NOT NULL,
  record text NOT NULL,
  PRIMARY KEY (artifact, suite, item)
);
--> statement-breakpoint
CREATE TABLE epochs (
  repository_id bigint NOT NULL,
  system text NOT NULL,
  epoch integer NOT NULL,
  PRIMARY KEY (repository_id, system)
);
--> statement-breakpoint
CREATE TABLE epoch_tests (
  repository_id bigint NOT NULL,
  system text NOT NULL,
  epoch integer NOT NULL,
  before text NOT NULL,
  after text NOT NULL,
  place integer NOT NULL,
  accepted boolean NOT NULL,
  PRIMARY KEY (repository_id, system, epoch, before, after),
  UNIQUE (repository_id, system, epoch, place)
);
--> statement-breakpoint

CREATE TABLE ledger_entries (
  seq bigint PRIMARY KEY,
  leaf text NOT NULL,
  repository_id bigint NOT NULL,
  text text NOT NULL
);
--> statement-breakpoint
CREATE INDEX ledger_of_repository ON ledger_entries (repository_id, seq);
--> statement-breakpoint
CREATE TABLE ledger_head (
  id integer PRIMARY KEY CHECK (id = 1),
  size bigint NOT NULL,
  root text NOT NULL,
  range text NOT NULL
);
--> statement-breakpoint
INSERT INTO ledger_head (id, size, root, range)
VALUES (1, 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '[]');
--> statement-breakpoint

CREATE TABLE effects (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  repository_id bigint NOT NULL,
  pull integer NOT NULL,
  slot text NOT NULL,
  says text NOT NULL,
  effect text NOT NULL,
  entry_seq bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'performed', 'refused', 'superseded')),
  attempts integer NOT NULL,
  detail text
);
--> statement-breakpoint
CREATE INDEX effects_pending ON effects (repository_id, pull, id) WHERE state = 'pending';
--> statement-breakpoint
CREATE INDEX effects_of_slot ON effects (repository_id, slot, id);
--> statement-breakpoint
CREATE TABLE slots (
  repository_id bigint NOT NULL,
  slot text NOT NULL,
  github_id text NOT NULL,
  PRIMARY KEY (repository_id, slot)
);
--> statement-breakpoint

CREATE TABLE pointers (
  repository_id bigint NOT NULL,
  system text NOT NULL,
  artifact text NOT NULL,
  version text NOT NULL,
  commit text NOT NULL,
  since bigint NOT NULL,
  PRIMARY KEY (repository_id, system)
);
--> statement-breakpoint
CREATE INDEX pointers_named ON pointers (system);
--> statement-breakpoint
CREATE TABLE lineage_edges (
  repository_id bigint NOT NULL,
  system text NOT NULL,
  version text NOT NULL,
  parent text,
  pull integer,
  entry_seq bigint NOT NULL,
  PRIMARY KEY (repository_id, system, entry_seq)
);
--> statement-breakpoint
CREATE INDEX lineage_of_version ON lineage_edges (repository_id, version);
--> statement-breakpoint
CREATE TABLE canary_locks (
  repository_id bigint NOT NULL,
  system text NOT NULL,
  pull integer NOT NULL,
  reason text NOT NULL,
  until bigint NOT NULL,
  PRIMARY KEY (repository_id, system)
);
--> statement-breakpoint
CREATE TABLE installations (
  installation_id bigint PRIMARY KEY
);
--> statement-breakpoint
CREATE TABLE installed_repositories (
  repository_id bigint PRIMARY KEY,
  installation_id bigint NOT NULL
);
--> statement-breakpoint

CREATE TABLE rollouts (
  id text PRIMARY KEY,
  arrival bigint GENERATED ALWAYS AS IDENTITY,
  repository_id bigint NOT NULL,
  pull integer NOT NULL,
  system text NOT NULL,
  state text NOT NULL,
  record text NOT NULL
);
--> statement-breakpoint
CREATE INDEX rollouts_of_pull ON rollouts (repository_id, pull, arrival);
--> statement-breakpoint
CREATE INDEX rollouts_of_system ON rollouts (repository_id, system, arrival);
--> statement-breakpoint
CREATE TABLE exposures (
  rollout_id text NOT NULL,
  unit text NOT NULL,
  variant text NOT NULL,
  artifact text NOT NULL,
  share double precision NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (rollout_id, unit)
);
--> statement-breakpoint
CREATE TABLE outcomes (
  rollout_id text NOT NULL,
  id text NOT NULL,
  arrival bigint GENERATED ALWAYS AS IDENTITY,
  unit text NOT NULL,
  variant text NOT NULL,
  metrics text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (rollout_id, id)
);
--> statement-breakpoint
CREATE INDEX outcomes_of_unit ON outcomes (rollout_id, variant, unit, arrival);
--> statement-breakpoint

CREATE TABLE artifacts (
  digest text PRIMARY KEY,
  text text NOT NULL
);
--> statement-breakpoint
CREATE TABLE tokens (
  sha256 text PRIMARY KEY,
  token text NOT NULL
);
--> statement-breakpoint
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_stay BEFORE UPDATE OR DELETE ON ledger_entries
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
--> statement-breakpoint
ALTER TABLE ledger_entries ENABLE ALWAYS TRIGGER ledger_entries_stay;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_never_truncated BEFORE TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
--> statement-breakpoint
ALTER TABLE ledger_entries ENABLE ALWAYS TRIGGER ledger_entries_never_truncated;
--> statement-breakpoint
CREATE TRIGGER ledger_head_stays BEFORE DELETE OR TRUNCATE ON ledger_head
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
--> statement-breakpoint
ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER ledger_head_stays;
