using System.Diagnostics;

namespace BigBiGan.Cli.Tests.Harness;

/// <summary>
/// Two hosts on one machine: namespaces of the network with an address each and a cable between them, and names of their own. Open MPI's launcher runs
/// on the first, and starts its daemon on the second by a script that stands for ssh.
/// </summary>
internal sealed class TwoHosts : IDisposable
{
    public const string First = "node-a";
    public const string Second = "node-b";

    private const string Net = "10.213.77.0/30";
    private const string FirstAddress = "10.213.77.1";
    private const string SecondAddress = "10.213.77.2";

    private readonly string _name = $"bbg{Environment.ProcessId}";
    private readonly string _agent;

    public TwoHosts()
    {
        // the launcher reads this name by a shell that knows no quotes
        _agent = Path.Combine(Directory.CreateTempSubdirectory("bigbigan-hosts-").FullName, "agent");
        File.WriteAllText(_agent, $"""
            #!/bin/bash
            # HOST COMMAND..., as ssh has them
            shift
            exec ip netns exec {_name}b unshare --uts bash -c "hostname {Second}; $*"

            """);
        Bigbigan.Bash($"chmod u+x '{_agent}'").Succeeds();
        Ip($"netns add {_name}a");
        Ip($"netns add {_name}b");
        Ip($"link add {_name}x netns {_name}a type veth peer name {_name}y netns {_name}b");
        Ip($"-n {_name}a addr add {FirstAddress}/30 dev {_name}x");
        Ip($"-n {_name}b addr add {SecondAddress}/30 dev {_name}y");
        foreach (var (space, device) in new[] { ("a", "lo"), ("b", "lo"), ("a", $"{_name}x"), ("b", $"{_name}y") })
        {
            Ip($"-n {_name}{space} link set {device} up");
        }
    }

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? Missing { get; } = MayBeMade() ? null : "namespaces of the network may not be made here (ip netns add, as root)";

    /// <summary>Starts a process of the command on each.</summary>
    public Process Start(params string[] arguments) => Bigbigan.Start("ip", Workplace.Folder, [
        "netns", "exec", $"{_name}a", "unshare", "--uts", "bash", "-c", $"hostname {First}; exec mpirun \"$@\"", "mpirun",
        "--mca", "plm_rsh_agent", _agent, "--mca", "btl_tcp_if_include", Net, "--mca", "oob_tcp_if_include", Net,
        "--mca", "oob_tcp_keepalive_time", "4", "--mca", "oob_tcp_keepalive_intvl", "4", "--mca", "oob_tcp_keepalive_probes", "4",
        "--host", $"{FirstAddress}:1,{SecondAddress}:1", .. MpiRun.Of(2, arguments),
    ]);

    /// <summary>Pulls the cable.</summary>
    public void Cut() => Ip($"-n {_name}a link set {_name}x down");

    /// <summary>The processes that run on one of them.</summary>
    public string[] Processes(string host) => Ip($"netns pids {_name}{(host == First ? "a" : "b")}").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        foreach (var space in new[] { "a", "b" })
        {
            foreach (var process in Ip($"netns pids {_name}{space}").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Bigbigan.Finish(Bigbigan.Start("kill", "/", ["-KILL", process]));
            }

            Ip($"netns del {_name}{space}");
        }

        Directory.Delete(Path.GetDirectoryName(_agent)!, recursive: true);
    }

    private static bool MayBeMade()
    {
        var name = $"bbg{Environment.ProcessId}t";
        return File.Exists("/usr/bin/unshare") && (File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip"))
            && Bigbigan.Finish(Bigbigan.Start("bash", "/", ["-c", $"ip netns add {name} && ip netns del {name}"])).Code == 0;
    }

    private static string Ip(string arguments) => Bigbigan.Finish(Bigbigan.Start("ip", "/", arguments.Split(' '))).Succeeds().Out;
}
