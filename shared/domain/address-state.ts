/**
 * The life of an address that has answered once. `new`: in one check; `online`: again; `missed`: not in the last one,
 * which proves little; `offline`: so often in a row that it is believed; `gone`: for so long that nobody waits for it.
 */
export const ADDRESS_STATES = ['new', 'online', 'missed', 'offline', 'gone'] as const;
export type AddressState = (typeof ADDRESS_STATES)[number];
