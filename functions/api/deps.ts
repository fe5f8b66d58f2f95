import type { ApiDeps } from '#shared/runtime/http.ts';
import type { Deps as CancelDeps } from './cancel-run.ts';
import type { Deps as ChangeDeps } from './change-task.ts';
import type { Deps as CreateDeps } from './create-tasks.ts';
import type { Deps as DeleteDeps } from './delete-tasks.ts';
import type { Deps as ExclusionDeps } from './exclusions.ts';
import type { Deps as ExportDeps } from './export-hosts.ts';
import type { Deps as HealthDeps } from './health.ts';
import type { Deps as HostHistoryDeps } from './host-history.ts';
import type { Deps as AuditDeps } from './list-audit.ts';
import type { Deps as ListChangesDeps } from './list-changes.ts';
import type { Deps as ListRunsDeps } from './list-runs.ts';
import type { Deps as ListTasksDeps } from './list-tasks.ts';
import type { Deps as PauseDeps } from './pause-run.ts';
import type { Deps as ResumeDeps } from './resume-run.ts';
import type { Deps as RunChangesDeps } from './run-changes.ts';
import type { Deps as RunHostsDeps } from './run-hosts.ts';
import type { Deps as ScopeDeps } from './scopes.ts';
import type { Deps as SignInDeps } from './sign-in.ts';
import type { Deps as StartDeps } from './start-runs.ts';
import type { Deps as TaskHostsDeps } from './task-hosts.ts';
import type { Deps as TaskMapDeps } from './task-map.ts';
import type { Deps as TokenDeps } from './tokens.ts';
import type { Deps as TrendDeps } from './trends.ts';

/** Everything that the routes use between them. */
export type Deps = ApiDeps &
  CreateDeps &
  ChangeDeps &
  DeleteDeps &
  ListTasksDeps &
  StartDeps &
  ListRunsDeps &
  CancelDeps &
  PauseDeps &
  ResumeDeps &
  RunHostsDeps &
  RunChangesDeps &
  ListChangesDeps &
  TaskHostsDeps &
  ExportDeps &
  HostHistoryDeps &
  ScopeDeps &
  ExclusionDeps &
  TokenDeps &
  AuditDeps &
  TaskMapDeps &
  TrendDeps &
  SignInDeps &
  HealthDeps;
