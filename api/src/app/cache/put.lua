-- Keeps a text in a place of a shelf, unless the shelf is full or was evicted a moment ago.
-- KEYS: the shelf, the mark of its eviction. ARGV: the place, the text, for how many milliseconds, how many places.
if redis.call('EXISTS', KEYS[2]) == 1 or redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then
    return 0
end
local new = redis.call('EXISTS', KEYS[1]) == 0
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
-- The oldest text on the shelf decides when it expires.
if new then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
