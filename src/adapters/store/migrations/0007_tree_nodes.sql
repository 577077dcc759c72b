CREATE TABLE ledger_nodes (
  level integer NOT NULL CHECK (level > 0),
  at bigint NOT NULL CHECK (at >= 0),
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (level, at)
);
--> statement-breakpoint
INSERT INTO ledger_nodes
  SELECT 1, l.seq / 2, encode(sha256('\x01'::bytea || decode(l.leaf, 'hex') || decode(r.leaf, 'hex')), 'hex')
  FROM ledger_entries l JOIN ledger_entries r ON r.seq = l.seq + 1
  WHERE l.seq % 2 = 0;
--> statement-breakpoint
DO $$
DECLARE below integer := 1;
BEGIN
  LOOP
    INSERT INTO ledger_nodes
      SELECT below + 1, l.at / 2, encode(sha256('\x01'::bytea || decode(l.hash, 'hex') || decode(r.hash, 'hex')), 'hex')
      FROM ledger_nodes l JOIN ledger_nodes r ON r.level = l.level AND r.at = l.at + 1
      WHERE l.level = below AND l.at % 2 = 0;
    EXIT WHEN NOT FOUND;
    below := below + 1;
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE TRIGGER ledger_nodes_stay BEFORE UPDATE OR DELETE ON ledger_nodes
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
--> statement-breakpoint
ALTER TABLE ledger_nodes ENABLE ALWAYS TRIGGER ledger_nodes_stay;
--> statement-breakpoint
CREATE TRIGGER ledger_nodes_never_truncated BEFORE TRUNCATE ON ledger_nodes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
--> statement-breakpoint
ALTER TABLE ledger_nodes ENABLE ALWAYS TRIGGER ledger_nodes_never_truncated;
