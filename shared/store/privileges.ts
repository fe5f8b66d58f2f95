import type { Pool } from '@neondatabase/serverless';

/** The functions that have a role of their own in Postgres; the deployment alone owns the tables. */
export const ROLE_NAMES = ['api', 'scheduler', 'fanout', 'scanner', 'notifier'] as const;
export type RoleName = (typeof ROLE_NAMES)[number];
export const roleOf = (name: RoleName): string => `netsweep_${name}`;

type Grant = readonly [privilege: string, tables: readonly string[]];
type Privileges = {
  readonly tables: readonly Grant[];
  readonly effects: readonly string[];
  /** Not even read, whatever is granted above. */
  readonly never?: readonly string[];
};

const TASK = 'network_query_task';
/** What PATCH may change; `query_status` and the generation are the effects' alone. */
const TASK_COLUMNS =
  'key, tcp_query_ports, udp_query_ports, label, options, auto_enable, crontab_task, schedule_at, timezone, due_times, due_pending, revision';

/** What each may do, and no more. Effects run as the owner of the tables; see migrations. */
export const PRIVILEGES: Readonly<Record<RoleName, Privileges>> = {
  api: {
    tables: [
      ['SELECT', ['ALL TABLES IN SCHEMA public']],
      ['INSERT', [TASK, 'netsweep_scope', 'netsweep_token']],
      [`UPDATE (${TASK_COLUMNS})`, [TASK]],
      ['UPDATE (deleted_at)', ['netsweep_scope']],
      ['UPDATE (last_used_at, revoked_at)', ['netsweep_token']],
      ['DELETE', ['netsweep_exclusion', 'netsweep_expectation']],
      ['INSERT', ['netsweep_expectation']],
      ['UPDATE, DELETE', ['netsweep_request']],
    ],
    never: ['netsweep_webhook_secret'],
    effects: [
      'netsweep_start',
      'netsweep_cancel',
      'netsweep_pause',
      'netsweep_resume',
      'netsweep_delete',
      'netsweep_told',
      'netsweep_next_slices',
      'netsweep_mark_queued',
      'netsweep_begin_request',
      'netsweep_exclude',
      'netsweep_scope_end',
      'netsweep_compare',
      'netsweep_severity',
      'netsweep_acknowledge',
      'netsweep_add_webhook',
      'netsweep_remove_webhook',
      'netsweep_ping',
    ],
  },
  scheduler: {
    tables: [
      [
        'SELECT',
        [
          TASK,
          'netsweep_run',
          'netsweep_scope',
          'netsweep_exclusion',
          'netsweep_leftover',
          'netsweep_clock',
        ],
      ],
      ['SELECT (run_id, chunk_no, slice)', ['netsweep_chunk']],
      ['INSERT', [TASK, 'netsweep_leftover']],
      ['UPDATE (due_times)', [TASK]],
    ],
    effects: [
      'netsweep_plan',
      'netsweep_skip',
      'netsweep_cancel',
      'netsweep_reap',
      'netsweep_unqueue',
      'netsweep_next_slices',
      'netsweep_mark_queued',
      'netsweep_told',
      'netsweep_scope_end',
      'netsweep_digest',
      'netsweep_digest_failed',
      'netsweep_prune',
      'netsweep_keep_hours',
      'netsweep_telling_due',
      'netsweep_forget_deliveries',
    ],
  },
  fanout: {
    tables: [
      [
        'SELECT',
        [
          TASK,
          'netsweep_run',
          'netsweep_chunk',
          'netsweep_scope',
          'netsweep_exclusion',
          'netsweep_clock',
        ],
      ],
      ['INSERT', [TASK]],
    ],
    effects: [
      'netsweep_plan',
      'netsweep_next_slices',
      'netsweep_mark_queued',
      'netsweep_release',
      'netsweep_digest',
      'netsweep_digest_failed',
    ],
  },
  scanner: {
    tables: [],
    effects: [
      'netsweep_take',
      'netsweep_refuse',
      'netsweep_heartbeat',
      'netsweep_stage',
      'netsweep_commit',
      'netsweep_release',
    ],
  },
  notifier: {
    tables: [],
    effects: [
      'netsweep_claim_deliveries',
      'netsweep_told_changes',
      'netsweep_delivered',
      'netsweep_undelivered',
      'netsweep_disable_webhook',
    ],
  },
};

/** Written into statements of those who read tables; they run as their caller. */
const WORDS = ['netsweep_now', 'netsweep_is_live', 'netsweep_is_valid', 'netsweep_port_list'];
/** Write what no role may. */
const TRIGGERS = [
  'netsweep_record',
  'netsweep_note_leftover',
  'netsweep_hold_new',
  'netsweep_plain_options',
];

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
const allRoles = ROLE_NAMES.map(roleOf);
const asOwner = [...new Set(ROLE_NAMES.flatMap((name) => PRIVILEGES[name].effects)), ...TRIGGERS];

/** Roles are the whole server's: another database of it may have made them, or be at it. */
const MAKE_ROLES = `
DO $$ DECLARE v_role text; BEGIN
  FOREACH v_role IN ARRAY ARRAY[${quoted(allRoles)}] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = v_role) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', v_role);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
  END LOOP;
END $$;`;

/** Takes everything away, and lets effects and triggers run as the owner, with a search path that nobody can change. */
const START_FROM_NOTHING = `
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${allRoles.join(', ')};
GRANT USAGE ON SCHEMA public TO ${allRoles.join(', ')};
DO $$ DECLARE v_function record; BEGIN
  FOR v_function IN SELECT p.oid::regprocedure AS signature, p.proname AS name FROM pg_proc p
                     WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'netsweep\\_%' LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, ${allRoles.join(', ')}', v_function.signature);
    IF v_function.name IN (${quoted(asOwner)}) THEN
      EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', v_function.signature);
    END IF;
  END LOOP;
END $$;`;

const grantsTo = (name: RoleName): string[] => {
  const { tables, effects, never = [] } = PRIVILEGES[name];
  const words = tables.length > 0 ? WORDS : [];
  return [
    ...tables.map(([what, where]) => `GRANT ${what} ON ${where.join(', ')} TO ${roleOf(name)};`),
    ...never.map((table) => `REVOKE ALL ON ${table} FROM ${roleOf(name)};`),
    `DO $$ DECLARE v_signature regprocedure; BEGIN
  FOR v_signature IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
                        AND p.proname IN (${quoted([...effects, ...words])}) LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO ${roleOf(name)}', v_signature);
  END LOOP;
END $$;`,
  ];
};

/**
 * Brings the roles of the functions and what they may do into line with the list above, at once. Part of every migration:
 * a function of the schema that was made anew has forgotten who may call it.
 */
export const applyPrivileges = async (pool: Pick<Pool, 'query'>): Promise<void> => {
  const grants = ROLE_NAMES.flatMap(grantsTo).join('\n');
  await pool.query(`BEGIN;\n${MAKE_ROLES}\n${START_FROM_NOTHING}\n${grants}\nCOMMIT;`);
};
