namespace Placard.Bench.Programs;

/// <summary>
/// The Lua that wrk runs: which requests it sends. Requests are put together when the script starts; what is left for
/// each is to pick one and, for clicks, to write a visitor's address into it. The same seed sends the same requests.
/// </summary>
internal sealed record WrkScript(string RequestFile, int Seed)
{
    /// <summary>
    /// A file of networks (<c>a.b</c> a line): each request then comes from an address of one of them.
    /// </summary>
    public string? NetworkFile { get; init; }

    /// <summary>Sends the lines of the file as JSON bodies to this path instead of asking for them as paths.</summary>
    public string? PostTo { get; init; }

    /// <summary>Counts answers whose Location holds this text: costs the generator much, so only for proofs.</summary>
    public string? CountedMark { get; init; }

    public string Text(Uri target) => $$"""
        local threads, made = {}, 0
        number = 0
        local heads, nets, at, marked_text = {}, {}, 0, {{Quoted(CountedMark)}}
        marked = 0
        function setup(thread)
          thread:set("number", made)
          made = made + 1
          table.insert(threads, thread)
        end
        local agents = {
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
          "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36",
          "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0",
        }
        local post, from = {{Quoted(PostTo)}}, {{Quoted(NetworkFile)}}
        function init(args)
          math.randomseed({{Seed}} * 64 + number + 1)
          for line in io.lines({{Quoted(RequestFile)}}) do
            local agent = agents[#heads % #agents + 1]
            local head = (post and "POST " .. post or "GET " .. line) .. " HTTP/1.1\r\nHost: {{target.Authority}}\r\n"
              .. "User-Agent: " .. agent .. "\r\nAccept: text/html,application/xhtml+xml,*/*;q=0.8\r\n"
              .. "Accept-Encoding: gzip, deflate\r\nAccept-Language: en-US,en;q=0.9\r\n"
            if post then
              head = head .. "Content-Type: application/json\r\nContent-Length: " .. #line .. "\r\n\r\n" .. line
            elseif from then
              head = head .. "X-Forwarded-For: "
            else
              head = head .. "\r\n"
            end
            table.insert(heads, head)
          end
          if from then for line in io.lines(from) do table.insert(nets, line) end end
          at = number * 4999
        end
        local random = math.random
        function request()
          at = at + 7919
          local head = heads[at % #heads + 1]
          if not from then return head end
          return head .. nets[random(#nets)] .. "." .. random(0, 255) .. "." .. random(1, 254) .. "\r\n\r\n"
        end
        if marked_text then
          function response(status, headers)
            local location = headers["Location"]
            if status == 302 and location and location:find(marked_text, 1, true) then marked = marked + 1 end
          end
        end
        function done(summary, latency)
          local e, all = summary.errors, 0
          for _, thread in ipairs(threads) do all = all + (thread:get("marked") or 0) end
          io.write(string.format("RESULT %d %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
            latency:percentile(50), latency:percentile(99), latency.max,
            e.status, e.connect + e.read + e.write + e.timeout, all))
        end
        """;

    private static string Quoted(string? text) => text == null ? "nil" : $"[[{text}]]";
}
