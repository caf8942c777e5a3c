using BigBiGan.Dsl.Docs;

// Writes what is derived from the tables of keys; the tests of the Spec library compare.
var root = args.Length > 0 ? args[0] : Directory.GetCurrentDirectory();
if (!File.Exists(Path.Combine(root, "BigBiGan.Dsl.sln")))
{
    Console.Error.WriteLine($"{root} is not the repository; expected the folder with BigBiGan.Dsl.sln, as the first argument or as the current folder");
    return 2;
}

foreach (var file in DocFile.All)
{
    var path = Path.Combine(root, file.Path);
    var before = File.Exists(path) ? File.ReadAllText(path) : "";
    var after = file.Write(before);
    if (after != before)
    {
        File.WriteAllText(path + ".part", after);
        File.Move(path + ".part", path, overwrite: true);
    }

    Console.WriteLine($"{file.Path}: {(after == before ? "unchanged" : "written")}");
}

return 0;
