import type { HostIdentity, PortIdentity } from '#shared/domain/identity.ts';
import type { Protocol } from '#shared/domain/observation.ts';

/** One of Debian's servers, and what there is to be learnt of it. */
export type DebianServer = {
  /** Whose version is that of the server. */
  readonly package: string;
  readonly protocol: Protocol;
  /** Its usual one. */
  readonly port: number;
  /** Shell commands that come first; `$ADDRESS` is where it listens, `$FOLDER` is a folder of its own. */
  readonly before?: string;
  /** The configuration file `$FOLDER/conf`, with the same variables. */
  readonly conf?: string;
  /** Runs in the foreground. */
  readonly command: string;
  /** What identification must say of the port; of the version, where the server tells it, `versionTold`. */
  readonly expects?: PortIdentity;
  readonly versionTold?: true;
  /** A shell command that prints the fingerprint of its host key. */
  readonly fingerprint?: string;
  /** What it must say of the host. */
  readonly host?: Partial<HostIdentity>;
  /** Where it listens, if not at an address of its own in 127.0.0.0/8. */
  readonly address?: string;
};
