import { identifyingWith } from '#shared/identify/identify-hosts.ts';
import { hostSources, portSources } from '#shared/identify/sources.ts';

/** As a scanner identifies. */
export const identifyAll = identifyingWith({ portSources, hostSources });
