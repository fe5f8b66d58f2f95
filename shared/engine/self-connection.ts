type Place = { readonly address?: string | undefined; readonly port?: number | undefined };

/**
 * True when both ends are one: a connect to a port of our own machine got that very port as its source, and the kernel
 * joined the socket to itself. Nobody else listens there, so the port is closed.
 */
export const isSelfConnection = (local: Place, remote: Place): boolean =>
  local.port === remote.port && local.address === remote.address;
