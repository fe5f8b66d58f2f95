/**
 * The Redis steps. Each is short, without a shebang (Redis 7.0 refuses Upstash's flag), is given the time as an
 * argument, and may be repeated after a lost reply without doing its work twice.
 */

/**
 * Claims items of a list for a while; claims that ran out go back to its tail first. Says also whose slices the list
 * holds: the next run of a task uses the same list, and its items are not to be taken for the last one's. What is claimed
 * from a network's list is remembered as nobody's, so that it is found should whoever claimed it die.
 */
export const CLAIM = `
-- KEYS: list, its leases, the claim, owners of lists   ARGV: claim id, now ms, lease ms, most items
local said = redis.call('GET', KEYS[3])
if said then return cjson.decode(said) end
for _, token in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[2], 'LIMIT', 0, 100)) do
  redis.call('ZREM', KEYS[2], token)
  redis.call('RPUSH', KEYS[1], string.match(token, '^[^:]*:[^:]*:(.*)$'))
end
local reply = { redis.call('HGET', KEYS[4], KEYS[1]) or '' }
for i = 1, tonumber(ARGV[4]) do
  local value = redis.call('LPOP', KEYS[1])
  if not value then break end
  local token = ARGV[1] .. ':' .. i .. ':' .. value
  redis.call('ZADD', KEYS[2], ARGV[2] + ARGV[3], token)
  reply[#reply + 1] = token
end
if #reply > 1 then
  redis.call('SET', KEYS[3], cjson.encode(reply), 'PX', ARGV[3])
  if string.find(KEYS[1], '&', 1, true) then redis.call('HSETNX', KEYS[4], KEYS[1], '') end
end
return reply`;

/** Takes everything back that is claimed from a list. */
export const TAKE_BACK = `
-- KEYS: list, its leases
for _, token in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  redis.call('RPUSH', KEYS[1], string.match(token, '^[^:]*:[^:]*:(.*)$'))
end
return redis.call('DEL', KEYS[2])`;

/** Moves the end of leases: now to give items back, later to keep them. */
export const EXTEND = `
-- KEYS: leases   ARGV: until ms, tokens…
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], 'XX', ARGV[1], ARGV[i]) end
return redis.call('ZCARD', KEYS[1])`;

/** Appends values to a list once, and its name to the queue unless it waits or is worked on there. */
export const PUSH = `
-- KEYS: list, queue, leases of the queue, marker, owners of lists   ARGV: marker ttl ms, name, run id, values…
if #ARGV > 3 and not redis.call('GET', KEYS[4]) then
  for i = 4, #ARGV, 1000 do redis.call('RPUSH', KEYS[1], unpack(ARGV, i, math.min(i + 999, #ARGV))) end
  redis.call('HSET', KEYS[5], ARGV[2], ARGV[3])
  redis.call('SET', KEYS[4], 1, 'PX', ARGV[1])
end
if redis.call('LPOS', KEYS[2], ARGV[2]) then return 0 end
for _, token in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  if string.match(token, '^[^:]*:[^:]*:(.*)$') == ARGV[2] then return 0 end
end
redis.call('RPUSH', KEYS[2], ARGV[2])
return 1`;

/**
 * Takes the slices of a run that is over off its list. Ours are all written with a prefix length, old programs' are not:
 * those stay, also what of them is claimed, and the name is queued for them.
 */
export const CLEAR = `
-- KEYS: list, its leases, owners of lists, queue, leases of the queue   ARGV: name, run id
if redis.call('HGET', KEYS[3], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[3], ARGV[1])
local kept = {}
for _, value in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if not string.find(value, '/', 1, true) then kept[#kept + 1] = value end
end
for _, token in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  local value = string.match(token, '^[^:]*:[^:]*:(.*)$')
  if not string.find(value, '/', 1, true) then kept[#kept + 1] = value end
end
redis.call('DEL', KEYS[1], KEYS[2])
for i = 1, #kept do redis.call('RPUSH', KEYS[1], kept[i]) end
if #kept == 0 or redis.call('LPOS', KEYS[4], ARGV[1]) then return 1 end
for _, token in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
  if string.match(token, '^[^:]*:[^:]*:(.*)$') == ARGV[1] then return 1 end
end
redis.call('RPUSH', KEYS[4], ARGV[1])
return 1`;

/** Ends the lease of a network's name. If its list was filled in the meantime, the name goes back to the queue. */
export const LEAVE = `
-- KEYS: list, queue, leases of the queue   ARGV: token, name
if redis.call('ZREM', KEYS[3], ARGV[1]) == 1 and redis.call('LLEN', KEYS[1]) > 0 then
  redis.call('RPUSH', KEYS[2], ARGV[2])
end
return 1`;

/** Drops the first items of a list once: those that were read and planned. */
export const TRIM = `
-- KEYS: list, marker   ARGV: marker ttl ms, items
if redis.call('GET', KEYS[2]) then return 0 end
redis.call('LTRIM', KEYS[1], ARGV[2], -1)
redis.call('SET', KEYS[2], 1, 'PX', ARGV[1])
return 1`;

/** Replaces a hash field whose bytes are still the expected ones; '' for the next value removes it. */
export const ADVANCE = `
-- KEYS: hash   ARGV: field, expected, next
local current = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if current == ARGV[3] then return 1 end
if current ~= ARGV[2] then return 0 end
if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1]) else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
return 1`;

/** Writes hash fields that are not there. */
export const RESTORE = `
-- KEYS: hash   ARGV: field, value…
for i = 1, #ARGV, 2 do redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) end
return 1`;

/** Forgets tasks: their fields, their lists with their leases, their names in the queue. */
export const FORGET = `
-- KEYS: hash, queue, owners of lists, then each list and its leases   ARGV: names, in the order of the lists
for i = 1, #ARGV do
  redis.call('HDEL', KEYS[1], ARGV[i])
  redis.call('HDEL', KEYS[3], ARGV[i])
  redis.call('LREM', KEYS[2], 0, ARGV[i])
  redis.call('DEL', KEYS[2 + 2 * i], KEYS[3 + 2 * i])
end
return 1`;

/** Takes a hash field whose bytes are still the expected ones out of the hash, and keeps an entry of it. */
export const SET_FIELD_ASIDE = `
-- KEYS: hash, quarantine   ARGV: most entries, field, expected, entry
if redis.call('HGET', KEYS[1], ARGV[2]) ~= ARGV[3] then return 0 end
redis.call('HDEL', KEYS[1], ARGV[2])
redis.call('RPUSH', KEYS[2], ARGV[4])
redis.call('LTRIM', KEYS[2], -ARGV[1], -1)
return 1`;

/** Ends the leases of items that will not be worked on, and keeps an entry of each. */
export const SET_ITEMS_ASIDE = `
-- KEYS: leases, quarantine   ARGV: most entries, then token, entry…
for i = 2, #ARGV, 2 do
  if redis.call('ZREM', KEYS[1], ARGV[i]) == 1 then redis.call('RPUSH', KEYS[2], ARGV[i + 1]) end
end
redis.call('LTRIM', KEYS[2], -ARGV[1], -1)
return 1`;

/** Keeps entries, once. */
export const SET_VALUES_ASIDE = `
-- KEYS: marker, quarantine   ARGV: most entries, marker ttl ms, entries…
if redis.call('GET', KEYS[1]) then return 0 end
redis.call('RPUSH', KEYS[2], unpack(ARGV, 3))
redis.call('LTRIM', KEYS[2], -ARGV[1], -1)
redis.call('SET', KEYS[1], 1, 'PX', ARGV[2])
return 1`;

/**
 * Takes up to so many requests of a caller's allowance, and says how long to wait where there is none. The key holds the
 * time at which all that was taken is made up for; it may lie so far ahead as the burst is long.
 */
export const TAKE_ALLOWANCE = `
-- KEYS: the caller's time   ARGV: now ms, requests a second, burst (requests), most wanted
-- Times are milliseconds times the rate, so that they are whole and none is rounded (of rates up to 5000): a request takes 1000.
local rate, burst, wanted = tonumber(ARGV[2]), 1000 * tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[1]) * rate
local at = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
local granted = math.min(wanted, math.floor((now + burst - at) / 1000))
if granted < 1 then return { 0, math.ceil((at + 1000 - now - burst) / rate) } end
at = at + 1000 * granted
redis.call('SET', KEYS[1], string.format('%.0f', at), 'PX', math.ceil((at - now) / rate))
return { granted, 0 }`;
