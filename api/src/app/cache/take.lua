-- Takes from a bucket that fills again evenly, if enough is in it. The time is Redis's own, so replicas agree.
-- KEYS: the bucket. ARGV: its size, after how many milliseconds one comes back, how much is taken.
-- Gives: whether it was granted, what is left, in how many milliseconds it would be granted.
local most, each, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kept = redis.call('HMGET', KEYS[1], 'level', 'at')
local level, at = tonumber(kept[1]) or most, tonumber(kept[2]) or now
level = math.max(0, math.min(most, level + math.max(0, now - at) / each))
local granted, wait = 0, 0
if level >= cost then
    granted = 1
    level = level - cost
else
    wait = math.ceil((cost - level) * each)
end
redis.call('HSET', KEYS[1], 'level', tostring(level), 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil((most - level) * each) + 1000)
return { granted, math.floor(level), wait }
