using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Replicas.Mpi;

/// <summary>
/// The C functions of an MPI library. Open MPI's handles are addresses of its symbols, those of MPICH and its kin are numbers; both fit into a
/// word, and a number that a function takes as a word is read right on x64 and ARM64.
/// </summary>
internal sealed unsafe partial class MpiLibrary
{
    private const int Serialized = 2; // MPI_THREAD_SERIALIZED, in both
    private const int LazyGlobal = 0x101; // RTLD_LAZY | RTLD_GLOBAL: Open MPI's plug-ins look for its symbols there
    private const int UnusedTag = 8; // another than the watch's
    private const int NameLength = 8192; // MPI_MAX_LIBRARY_VERSION_STRING, the larger of the two

    // Open MPI 4 and 5 have one number; the ABI of MPICH has another, and Debian a name of its own
    private static readonly string[] OpenMpiNames = ["libmpi.so.40"];
    private static readonly string[] MpichNames = ["libmpi.so.12", "libmpich.so.12"];

    private readonly nint _library;
    private readonly nint _world;
    private readonly nint _byte;

    // collective calls on one communicator have one order on all ranks: sums of gradients and what is made of them each have their own
    private readonly nint _parts;
    private readonly nint _sums;

    // found once: a step asks for a hundred exchanges, and again and again whether each is done
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> _send;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> _receive;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int> _allGather;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int> _allToAll;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, nint*, int> _broadcast;
    private readonly delegate* unmanaged<int, int, nint, int*, nint, int> _probe;
    private readonly delegate* unmanaged<nint*, int*, nint, int> _test;

    /// <summary>MPI_Status is smaller in both, and nobody reads it.</summary>
    private readonly nint _status = Marshal.AllocHGlobal(128);

    /// <exception cref="ReplicaException">No library can be loaded, or it cannot be called by several threads.</exception>
    public MpiLibrary()
    {
        string[] names = MpiLauncher.IsOpenMpi ? [.. OpenMpiNames, .. MpichNames] : [.. MpichNames, .. OpenMpiNames];
        _library = names.Select(name => Open(name, LazyGlobal)).FirstOrDefault(handle => handle != 0);
        if (_library == 0)
        {
            throw new ReplicaException(
                $"a launcher of MPI started {MpiLauncher.Count} processes, and no MPI library can be loaded (looked for {string.Join(", ", names)}); "
                + "install the one of the launcher (on Debian libopenmpi3) on every host");
        }

        var isOpenMpi = NativeLibrary.TryGetExport(_library, "ompi_mpi_comm_world", out _world);
        _byte = isOpenMpi ? Symbol("ompi_mpi_byte") : 0x4c00010d;
        _world = isOpenMpi ? _world : 0x44000000;
        _send = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Symbol("MPI_Isend");
        _receive = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Symbol("MPI_Irecv");
        _allGather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int>)Symbol("MPI_Iallgather");
        _allToAll = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int>)Symbol("MPI_Ialltoall");
        _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, nint*, int>)Symbol("MPI_Ibcast");
        _probe = (delegate* unmanaged<int, int, nint, int*, nint, int>)Symbol("MPI_Iprobe");
        _test = (delegate* unmanaged<nint*, int*, nint, int>)Symbol("MPI_Test");
        int provided;
        Check(((delegate* unmanaged<nint, nint, int, int*, int>)Symbol("MPI_Init_thread"))(0, 0, Serialized, &provided), "MPI_Init_thread");
        if (provided < Serialized)
        {
            throw new ReplicaException($"{Version} cannot be called by several threads (level {provided}; expected {Serialized} or more)");
        }

        // a failure is told by the watch, not by the end of the process
        Check(((delegate* unmanaged<nint, nint, int>)Symbol("MPI_Comm_set_errhandler"))(
            _world, isOpenMpi ? Symbol("ompi_mpi_errors_return") : 0x54000001), "MPI_Comm_set_errhandler");
        (Rank, Count) = (Ask("MPI_Comm_rank"), Ask("MPI_Comm_size"));
        (_parts, _sums) = (Duplicate(), Duplicate());
    }

    /// <summary>Held around every call: the library is called by one thread at a time.</summary>
    public Lock Gate { get; } = new();

    public int Rank { get; }

    public int Count { get; }

    /// <summary>In words.</summary>
    public string Version
    {
        get
        {
            var text = stackalloc byte[NameLength];
            int length;
            Check(((delegate* unmanaged<byte*, int*, int>)Symbol("MPI_Get_library_version"))(text, &length), "MPI_Get_library_version");
            return Marshal.PtrToStringUTF8((nint)text, length).TrimEnd('\0').Split(',', '\n')[0];
        }
    }

    /// <summary>Begins to send; the bytes are to stay where they are until it is done.</summary>
    public nint Send(void* bytes, int count, int to, int tag)
    {
        nint request = 0;
        Check(_send(bytes, count, _byte, to, tag, _world, &request), "MPI_Isend");
        return request;
    }

    /// <summary>Begins to receive.</summary>
    public nint Receive(void* bytes, int count, int from, int tag)
    {
        nint request = 0;
        Check(_receive(bytes, count, _byte, from, tag, _world, &request), "MPI_Irecv");
        return request;
    }

    /// <summary>Begins to give everybody's bytes to everybody, by rank.</summary>
    public nint AllGather(void* own, void* all, int count) => Exchange(_allGather, "MPI_Iallgather", own, all, count, _world);

    /// <summary>Begins to give everybody the part of his rank from everybody; in an order of its own.</summary>
    public nint GiveParts(void* own, void* all, int count) => Exchange(_allToAll, "MPI_Ialltoall", own, all, count, _parts);

    /// <summary>Begins to give everybody what everybody has made of the parts; in an order of its own.</summary>
    public nint GatherSums(void* own, void* all, int count) => Exchange(_allGather, "MPI_Iallgather", own, all, count, _sums);

    /// <summary>Begins to give everybody the bytes of rank 0.</summary>
    public nint Broadcast(void* bytes, int count)
    {
        nint request = 0;
        Check(_broadcast(bytes, count, _byte, 0, _world, &request), "MPI_Ibcast");
        return request;
    }

    /// <summary>Whether what was begun is done; the request is gone then.</summary>
    public bool IsDone(ref nint request)
    {
        int done;
        fixed (nint* place = &request)
        {
            Check(_test(place, &done, _status), "MPI_Test");
        }

        return done != 0;
    }

    /// <summary>Lets what was begun come further: a library moves nothing unless it is called.</summary>
    public void Push()
    {
        int found;
        Check(_probe((Rank + 1) % Count, UnusedTag, _world, &found, _status), "MPI_Iprobe");
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void Cancel(nint request)
    {
        _ = ((delegate* unmanaged<nint*, int>)Symbol("MPI_Cancel"))(&request);
        _ = ((delegate* unmanaged<nint*, int>)Symbol("MPI_Request_free"))(&request);
    }

    /// <summary>Waits for all ranks to come here.</summary>
    public void Finish() => _ = ((delegate* unmanaged<int>)Symbol("MPI_Finalize"))();

    /// <summary>Has the launcher end all ranks.</summary>
    public void Abort(int code) => _ = ((delegate* unmanaged<nint, int, int>)Symbol("MPI_Abort"))(_world, code);

    private nint Exchange(
        delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int> function, string name, void* own, void* all, int count, nint among)
    {
        nint request = 0;
        Check(function(own, count, _byte, all, count, _byte, among, &request), name);
        return request;
    }

    private nint Duplicate()
    {
        nint all = 0; // a handle of MPICH fills half of it
        Check(((delegate* unmanaged<nint, nint*, int>)Symbol("MPI_Comm_dup"))(_world, &all), "MPI_Comm_dup");
        return all;
    }

    private int Ask(string function)
    {
        int answer;
        Check(((delegate* unmanaged<nint, int*, int>)Symbol(function))(_world, &answer), function);
        return answer;
    }

    private nint Symbol(string name) => NativeLibrary.GetExport(_library, name);

    private static void Check(int code, string function)
    {
        if (code != 0)
        {
            throw new ReplicaException($"{function} failed with {code}");
        }
    }

    // NativeLibrary.Load keeps symbols to itself
    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string name, int flags);
}
