ALTER TABLE "netsweep_run" ADD COLUMN "paused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "netsweep_run" ADD COLUMN "paused_seconds" double precision DEFAULT 0 NOT NULL;
--> statement-breakpoint
-- How long a run was held up is no part of its pace. What was paused before it had started was not held up.
CREATE FUNCTION netsweep_count_pause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'paused' THEN
    NEW.paused_at := netsweep_now();
  ELSE
    IF OLD.started_at IS NOT NULL THEN
      NEW.paused_seconds := OLD.paused_seconds
        + greatest(0, coalesce(extract(epoch FROM netsweep_now() - OLD.paused_at), 0));
    END IF;
    NEW.paused_at := NULL;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER netsweep_pauses BEFORE UPDATE OF state ON netsweep_run FOR EACH ROW
  WHEN (OLD.state <> NEW.state AND 'paused' IN (OLD.state, NEW.state))
  EXECUTE FUNCTION netsweep_count_pause();
