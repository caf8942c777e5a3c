using System.Text;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.State;
using BigBiGan.Experiments.Cells;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Queues;

/// <summary>The scripts of a submission: the cells of each task, one after the other, by the same command that the local launcher starts.</summary>
/// <param name="profile">With the modules and lines that come first.</param>
/// <param name="folder">The current folder of the command that submits: paths of the command line are seen from there.</param>
/// <param name="results">Where the cells have their folders.</param>
/// <param name="cell">The words that train a cell, without its identity.</param>
/// <param name="more">The words behind the identity.</param>
/// <param name="report">The words that write the report.</param>
/// <param name="tasks">The cells of each task.</param>
public sealed class JobScript(
    LauncherProfile profile, string folder, string results, IReadOnlyList<string> cell, IReadOnlyList<string> more,
    IReadOnlyList<string> report, IReadOnlyList<IReadOnlyList<PlannedCell>> tasks)
{
    public IReadOnlyList<IReadOnlyList<PlannedCell>> Tasks => tasks;

    /// <summary>The same script for some of its tasks.</summary>
    public JobScript With(IReadOnlyList<IReadOnlyList<PlannedCell>> some) => new(profile, folder, results, cell, more, report, some);

    /// <summary>Writes what runs a task, whose number is its argument or Slurm's.</summary>
    /// <returns>The script.</returns>
    public string Write(string jobs)
    {
        var lines = tasks.SelectMany((cells, task) => cells.Select(one => $"{task} {one.Cell.Identity} {one.FolderName}\n"));
        DurableFile.Write(Path.Combine(jobs, "cells.txt"), string.Concat(lines));
        return Put(jobs, "run.sh", $$"""
            # The cells of one task, by lines of cells.txt: TASK IDENTITY FOLDER. Written by `bigbigan grid run`.
            task=${SLURM_ARRAY_TASK_ID:-$1}

            # A signal before the end: the cell under way saves after its step, and no other begins.
            stop() { stopped=1; caught=1; [ -z "$child" ] || kill -TERM "$child" 2> /dev/null; }
            trap stop TERM INT USR1 USR2 XCPU

            {{Before()}}
            worst=0
            while read -r of identity folder; do
              [ "$of" = "$task" ] && [ -z "$stopped" ] || continue
              mkdir -p {{ShellWord.Of(Path.GetFullPath(results, folder))}}/"$folder"
              {{Words(cell)}} "$identity" {{Words(more)}} \
                >> {{ShellWord.Of(Path.GetFullPath(results, folder))}}/"$folder"/output.txt 2>&1 < /dev/null &
              child=$!
              [ -z "$stopped" ] || kill -TERM "$child" 2> /dev/null
              caught=
              wait "$child"; code=$?
              while [ -n "$caught" ]; do caught=; wait "$child"; code=$?; done
              child=
              [ "$code" = 0 ] || worst=$code
            done < {{ShellWord.Of(Path.Combine(jobs, "cells.txt"))}}

            # At its time limit a job still runs, and is queued again. What was pre-empted Slurm queues by itself; what was cancelled stays so.
            if [ -n "$stopped" ]; then
              if [ -n "$SLURM_JOB_ID" ] && [ "$(squeue --noheader --jobs="$SLURM_JOB_ID" --format=%T)" = RUNNING ]; then
                scontrol requeue "$SLURM_JOB_ID"
              fi
              exit 75
            fi
            exit "$worst"

            """);
    }

    /// <summary>Writes what runs one task and needs no argument; after <see cref="Write"/>.</summary>
    public static string WriteTask(string jobs, int task) => Put(jobs, $"task-{task}.sh", $"exec bash {ShellWord.Of(Path.Combine(jobs, "run.sh"))} {task}\n");

    /// <summary>Writes what makes the report.</summary>
    public string WriteReport(string jobs) => Put(jobs, "report.sh", $"{Before()}\nexec {Words(report)}\n");

    private string Before()
    {
        var text = new StringBuilder("set -e\n");
        text.Append("cd ").Append(ShellWord.Of(folder)).Append('\n');
        if (profile.Modules.Count > 0)
        {
            text.Append("module load ").AppendJoin(' ', profile.Modules).Append('\n');
        }

        foreach (var line in profile.Setup)
        {
            text.Append(line).Append('\n');
        }

        return text.Append("set +e\n").ToString();
    }

    private static string Words(IEnumerable<string> words) => string.Join(' ', words);

    private static string Put(string jobs, string name, string text)
    {
        var path = Path.Combine(jobs, name);
        DurableFile.Write(path, "#!/bin/bash\n" + text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute);
        }

        return path;
    }
}
