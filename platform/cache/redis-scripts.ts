/** Counts in a window that begins with the first. KEYS[1]: counter; ARGV[1]: window in ms. */
export const incrementScript = `
local value = redis.call('INCR', KEYS[1])
if value == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {value, redis.call('PTTL', KEYS[1])}
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
