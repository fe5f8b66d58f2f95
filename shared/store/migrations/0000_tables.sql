CREATE TABLE "netsweep_chunk" (
	"run_id" bigint NOT NULL,
	"chunk_no" integer NOT NULL,
	"slice" "cidr" NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"owner" text,
	"lease_until" timestamp with time zone,
	"not_before" timestamp with time zone DEFAULT 'epoch' NOT NULL,
	"queued_at" timestamp with time zone,
	"judged" integer DEFAULT 0 NOT NULL,
	"online" integer,
	"error" text,
	"finished_at" timestamp with time zone,
	CONSTRAINT "netsweep_chunk_run_id_chunk_no_pk" PRIMARY KEY("run_id","chunk_no")
);
--> statement-breakpoint
CREATE TABLE "netsweep_clock" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"offset_seconds" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "netsweep_host" (
	"run_id" bigint NOT NULL,
	"chunk_no" integer NOT NULL,
	"attempt" integer NOT NULL,
	"ip" "inet" NOT NULL,
	"ports" jsonb NOT NULL,
	"closed" integer NOT NULL,
	"filtered" integer NOT NULL,
	"open_filtered" integer NOT NULL,
	"hostname" text,
	"mac" text,
	"vendor" text,
	"checked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "netsweep_host_run_id_ip_chunk_no_attempt_pk" PRIMARY KEY("run_id","ip","chunk_no","attempt")
);
--> statement-breakpoint
CREATE TABLE "netsweep_run" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "netsweep_run_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"task_id" bigint NOT NULL,
	"key" text NOT NULL,
	"trigger" text NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"scheduled_for" timestamp with time zone NOT NULL,
	"missed" integer DEFAULT 0 NOT NULL,
	"network" "cidr" NOT NULL,
	"tcp_ports" text NOT NULL,
	"udp_ports" text NOT NULL,
	"options" jsonb NOT NULL,
	"addresses" bigint NOT NULL,
	"probes" bigint NOT NULL,
	"chunk_total" integer NOT NULL,
	"chunk_done" integer DEFAULT 0 NOT NULL,
	"chunk_failed" integer DEFAULT 0 NOT NULL,
	"judged" bigint DEFAULT 0 NOT NULL,
	"probes_sent" bigint DEFAULT 0 NOT NULL,
	"local_failures" bigint DEFAULT 0 NOT NULL,
	"online" integer DEFAULT 0 NOT NULL,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "netsweep_scope" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "netsweep_scope_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cidr" "cidr" NOT NULL,
	"name" text NOT NULL,
	"owner" text NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "netsweep_scope_cidr_unique" UNIQUE("cidr")
);
--> statement-breakpoint
CREATE TABLE "network_query_task" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "network_query_task_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"owner" text DEFAULT 'legacy' NOT NULL,
	"key" text NOT NULL,
	"network" "cidr" NOT NULL,
	"tcp_query_ports" text DEFAULT '' NOT NULL,
	"udp_query_ports" text DEFAULT '' NOT NULL,
	"query_status" smallint DEFAULT 0 NOT NULL,
	"online_ip_num" integer DEFAULT 0 NOT NULL,
	"auto_enable" boolean DEFAULT false NOT NULL,
	"crontab_task" text DEFAULT '[]' NOT NULL,
	"schedule_at" bigint[] DEFAULT '{}' NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"due_times" text,
	"due_pending" boolean DEFAULT false NOT NULL,
	"query_time" timestamp with time zone,
	"created_time" timestamp with time zone DEFAULT now() NOT NULL,
	"label" text,
	"options" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"active_run_id" bigint,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "netsweep_token" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "netsweep_token_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"sha256" text NOT NULL,
	"owner" text NOT NULL,
	"label" text NOT NULL,
	"role" text NOT NULL,
	"scopes" "cidr"[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "netsweep_token_sha256_unique" UNIQUE("sha256")
);
--> statement-breakpoint
ALTER TABLE "netsweep_chunk" ADD CONSTRAINT "netsweep_chunk_run_id_netsweep_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."netsweep_run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "netsweep_run" ADD CONSTRAINT "netsweep_run_task_id_network_query_task_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."network_query_task"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "chunk_slice" ON "netsweep_chunk" USING btree ("run_id","slice");--> statement-breakpoint
CREATE INDEX "chunk_to_queue" ON "netsweep_chunk" USING btree ("run_id","chunk_no") WHERE state = 'pending' and queued_at is null;--> statement-breakpoint
CREATE INDEX "chunk_leased" ON "netsweep_chunk" USING btree ("run_id","lease_until") WHERE state = 'leased';--> statement-breakpoint
CREATE INDEX "host_of_chunk" ON "netsweep_host" USING btree ("run_id","chunk_no","attempt");--> statement-breakpoint
CREATE INDEX "host_address" ON "netsweep_host" USING btree ("ip");--> statement-breakpoint
CREATE UNIQUE INDEX "run_once_per_time" ON "netsweep_run" USING btree ("task_id","scheduled_for");--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_run" ON "netsweep_run" USING btree ("task_id") WHERE state in ('planned', 'queued', 'probing', 'paused');--> statement-breakpoint
CREATE INDEX "run_of_task" ON "netsweep_run" USING btree ("task_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "run_live" ON "netsweep_run" USING btree ("id") WHERE state in ('planned', 'queued', 'probing', 'paused');--> statement-breakpoint
CREATE UNIQUE INDEX "task_identity" ON "network_query_task" USING btree ("network","tcp_query_ports","udp_query_ports") WHERE deleted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "task_key" ON "network_query_task" USING btree ("key") WHERE deleted_at is null;