import { filler, u16, u32 } from './bytes.ts';

const SA = 33;
const KEY_EXCHANGE = 34;
const NONCE = 40;
const NONE = 0;
const IKE_SA_INIT = 34;
const INITIATOR = 0x08;
const MODP_2048 = 14;
/** Attribute "key length", in the short form (RFC 7296 §3.3.5). */
const KEY_LENGTH = 0x800e;

const payload = (next: number, body: number[]): number[] => [
  next,
  0,
  ...u16(body.length + 4),
  ...body,
];

type Transform = { readonly type: number; readonly id: number; readonly attributes?: number[] };
const transform = ({ type, id, attributes = [] }: Transform, isLast: boolean): number[] => [
  isLast ? 0 : 3,
  0,
  ...u16(8 + attributes.length),
  type,
  0,
  ...u16(id),
  ...attributes,
];

/** AES-CBC-256, HMAC-SHA2-256 twice, MODP-2048: what nearly every responder knows. */
const transforms: Transform[] = [
  { type: 1, id: 12, attributes: [...u16(KEY_LENGTH), ...u16(256)] },
  { type: 2, id: 5 },
  { type: 3, id: 12 },
  { type: 4, id: MODP_2048 },
];
const proposed = transforms.flatMap((one, i) => transform(one, i === transforms.length - 1));
const proposal = [0, 0, ...u16(8 + proposed.length), 1, 1, 0, transforms.length, ...proposed];

const body = [
  ...payload(KEY_EXCHANGE, proposal),
  ...payload(NONCE, [...u16(MODP_2048), ...u16(0), ...filler(256)]),
  ...payload(NONE, filler(32)),
];

/** The first message of IKEv2 (RFC 7296 §1.2). A responder answers once and keeps no state worth the name. */
export const ikeInit: number[] = [
  ...filler(8),
  ...Array<number>(8).fill(0),
  SA,
  0x20,
  IKE_SA_INIT,
  INITIATOR,
  ...u32(0),
  ...u32(28 + body.length),
  ...body,
];

/** The same on port 4500, behind four zero bytes that say "not ESP" (RFC 3948 §2.2). */
export const ikeInitBehindNat: number[] = [...u32(0), ...ikeInit];
