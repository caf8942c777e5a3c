using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace BigBiGan.Cli.Tests.Harness;

/// <summary>
/// A Slurm of two nodes on the loopback interface, with a key and a configuration of its own: no service of the machine is touched.
/// Commands of the tests find it by SLURM_CONF.
/// </summary>
internal sealed class PrivateSlurm : IDisposable
{
    /// <summary>The most tasks of an array: small, so that larger ones must be cut.</summary>
    public const int MaxArraySize = 40;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Its sockets' paths must be short, so that the workplace is no place for it.</summary>
    private readonly string _folder = Directory.CreateTempSubdirectory("bigbigan-slurm-").FullName;

    private readonly Process _munge;
    private readonly Dictionary<string, Process> _nodes = [];
    private Process? _controller;

    public PrivateSlurm()
    {
        foreach (var name in new[] { "state", "spool.n1", "spool.n2", "tmp.n1", "tmp.n2" })
        {
            Directory.CreateDirectory(In(name));
        }

        File.WriteAllBytes(In("munge.key"), RandomNumberGenerator.GetBytes(1024));
        Ask("chmod", "600", In("munge.key"));
        var host = Dns.GetHostName().Split('.')[0];
        var ports = Ports(3);
        File.WriteAllText(In("slurm.conf"), $"""
            ClusterName=bigbigan
            SlurmctldHost={host}(127.0.0.1)
            SlurmUser=root
            SlurmdUser=root
            SlurmctldPort={ports[0]}
            AuthType=auth/munge
            CredType=cred/munge
            AuthInfo=socket={In("munge.socket")},cred_expire=5
            CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            SlurmdParameters=config_overrides
            StateSaveLocation={In("state")}
            SlurmdSpoolDir={In("spool.%n")}
            TmpFS={In("tmp.%n")}
            SlurmctldPidFile={In("slurmctld.pid")}
            SlurmdPidFile={In("slurmd.%n.pid")}
            SlurmctldLogFile={In("slurmctld.log")}
            SlurmdLogFile={In("slurmd.%n.log")}
            MailProg=/bin/true
            MpiDefault=none
            ReturnToService=2
            SlurmdTimeout=30
            KillWait=10
            MessageTimeout=5
            MaxArraySize={MaxArraySize}
            SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0,bf_interval=1
            NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=8
            NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=8
            PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP

            """);
        Environment.SetEnvironmentVariable("SLURM_CONF", In("slurm.conf"));
        _munge = Daemon(
            "munged", "--foreground", "--force", $"--key-file={In("munge.key")}", $"--socket={In("munge.socket")}", $"--pid-file={In("munge.pid")}",
            $"--log-file={In("munge.log")}", $"--seed-file={In("munge.seed")}");
        Wait("munged", () => File.Exists(In("munge.socket")));
        StartController();
        StartNode("n1");
        StartNode("n2");
        Wait("the nodes", () => Ask("sinfo", "--noheader", "--format=%T").Split('\n', StringSplitOptions.RemoveEmptyEntries) is ["idle"]);
    }

    /// <summary>Waits for something that Slurm, or a job, is about to do.</summary>
    public static void Wait(string what, Func<bool> until)
    {
        var clock = Stopwatch.StartNew();
        while (!until())
        {
            Assert.True(clock.Elapsed < Limit, $"{what} did not come within {Limit}");
            Thread.Sleep(100);
        }
    }

    /// <summary>What a program of Slurm says; a failure is the test's.</summary>
    public static string Ask(string program, params string[] arguments)
    {
        var answer = Bigbigan.Finish(Bigbigan.Start(program, Workplace.Folder, arguments));
        Assert.True(answer.Code == 0, $"{program} {string.Join(' ', arguments)}: {answer.Error}");
        return answer.Out;
    }

    /// <summary>Waits until no job waits or runs.</summary>
    public static void Drain() => Wait("the end of all jobs", () => Ask("squeue", "--noheader").Trim().Length == 0);

    /// <summary>
    /// Slurm lets two minutes pass before a job that comes back runs again: those that wait may begin in two seconds. A node launches
    /// nothing of a job within the second in which it ended what ran of it before ("Job credential revoked").
    /// </summary>
    public static void Hurry()
    {
        var waiting = Ask("squeue", "--noheader", "--array", "--states=PENDING", "--format=%i").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(waiting, id => Ask("scontrol", "update", $"jobid={id}", "starttime=now+2"));
    }

    public void StopController() => Stop(_controller!, "TERM");

    public void StartController() => _controller = Daemon("slurmctld", "-D");

    /// <summary>As a node that loses its power: its daemon and all that it runs are gone at once.</summary>
    public void Fail(string node)
    {
        // what Slurm starts for a job has the node's name among its variables; the process above it would report its end
        var jobs = ProcessTable.All
            .Where(process => ProcessTable.Read(process, "environ") is var variables
                && variables.Contains($"SLURMD_NODENAME={node}\0", StringComparison.Ordinal) && variables.Contains(In("slurm.conf"), StringComparison.Ordinal))
            .ToList();
        var steps = jobs.Select(ProcessTable.ParentOf).OfType<int>().Distinct().Where(parent => ProcessTable.Read(parent, "cmdline").StartsWith("slurmstepd", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(steps);
        Stop(_nodes[node], "KILL");
        foreach (var process in steps.Concat(jobs))
        {
            Kill(process, "KILL");
        }

        Ask("scontrol", "update", $"nodename={node}", "state=down", "reason=test");
    }

    public void StartNode(string node) => _nodes[node] = Daemon("slurmd", "-D", "-N", node);

    public void Dispose()
    {
        foreach (var daemon in _nodes.Values.Append(_controller!).Append(_munge))
        {
            Stop(daemon, "KILL");
        }

        // what watches over a job that was just cancelled writes a moment longer
        Assert.True(SpinWait.SpinUntil(IsDeleted, TimeSpan.FromSeconds(20)), $"{_folder} cannot be deleted");
    }

    private bool IsDeleted()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            Thread.Sleep(100);
            return !Directory.Exists(_folder);
        }
    }

    private static void Stop(Process daemon, string signal)
    {
        if (!daemon.HasExited)
        {
            Kill(daemon.Id, signal);
            daemon.WaitForExit(TimeSpan.FromSeconds(20));
        }
    }

    private static void Kill(int process, string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{process}"]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    private static Process Daemon(string program, params string[] arguments)
    {
        // what they say stands in their logs
        var daemon = Process.Start(new ProcessStartInfo("/usr/sbin/" + program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        daemon.OutputDataReceived += (_, _) => { };
        daemon.ErrorDataReceived += (_, _) => { };
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        return daemon;
    }

    private static int[] Ports(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }

    private string In(string name) => Path.Combine(_folder, name);
}
