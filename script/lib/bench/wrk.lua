-- Posts the bodies of a file in turn, each thread from another place, and prints one line of results.
-- Arguments: the file of bodies, the token or nothing, and the membership to act in or nothing.
local threads = {}

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

function init(arguments)
    bodies, wrong = {}, 0
    for line in io.lines(arguments[1]) do
        table.insert(bodies, line)
    end
    next_body = number * 7919
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
    wrk.headers["Accept"] = "application/graphql-response+json"
    if arguments[2] and arguments[2] ~= "" then
        wrk.headers["Authorization"] = "Bearer " .. arguments[2]
        wrk.headers["Lateral-Acting-As"] = arguments[3]
    end
end

function request()
    next_body = next_body + 1
    return wrk.format(nil, nil, nil, bodies[next_body % #bodies + 1])
end

function response(status, _, body)
    -- A refusal by a rule and "there is nothing that you may see" are answers too, but not the ones that are measured.
    if status ~= 200 or body:find('"errors":%[{') or body:find('"userErrors":%[{') or body:find('^{"data":{"%w+":null}') then
        wrong = wrong + 1
        first_wrong = first_wrong or status .. " " .. body:sub(1, 300)
    end
end

function done(summary, latency)
    local wrong = 0
    for _, thread in ipairs(threads) do
        wrong = wrong + thread:get("wrong")
        if thread:get("first_wrong") then
            io.stderr:write("  first wrong answer: ", thread:get("first_wrong"), "\n")
        end
    end
    local errors = summary.errors
    wrong = wrong + errors.connect + errors.read + errors.write + errors.timeout
    print(string.format("RESULT %.1f %.2f %.2f %d %d", summary.requests / (summary.duration / 1e6),
        latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.requests, wrong))
end
