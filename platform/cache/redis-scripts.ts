/** Counts in a window that begins with the first. KEYS[1]: counter; ARGV[1]: window in ms. */
export const incrementScript = `
local value = redis.call('INCR', KEYS[1])
if value == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {value, redis.call('PTTL', KEYS[1])}
`

/**
 * Takes ARGV[3] tokens out of the bucket of ARGV[1] tokens that fills in ARGV[2] ms, by the server's own clock; the same as
 * `takeFrom`, of which the answer is made. Returns what was kept before ('' for nothing) and the time in ms.
 */
export const takeScript = `
local size, fills, tokens = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local kept = redis.call('GET', KEYS[1])
local before = math.max(tonumber(kept or now), now)
local after = before + tokens * fills / size
if after - now - fills <= 0.01 and after > now then
  redis.call('SET', KEYS[1], string.format('%.6f', after), 'PX', math.ceil(after - now))
end
return {kept or '', tostring(now)}
`

/**
 * Sets ARGV[1] unless KEYS[1] holds the same or more. Both are decimal texts without leading zeros,
 * compared by length and then by letters, because a Lua number loses digits above 2^53.
 */
export const advanceScript = `
local held = redis.call('GET', KEYS[1])
local new = ARGV[1]
if held and (#held > #new or (#held == #new and held >= new)) then return 0 end
redis.call('SET', KEYS[1], new)
return 1
`
