using System;
using System.IO;
using XnatTools.Pack;

// XnatTools.Pack [repository] [artifacts]: without arguments the repository above the current folder, and its artifacts/.
string? root = args.Length > 0 ? Path.GetFullPath(args[0]) : Environment.CurrentDirectory;
while (root is not null && !File.Exists(Path.Combine(root, "XnatPowerShell.sln")))
{
    root = Path.GetDirectoryName(root);
}

if (root is null)
{
    Console.Error.WriteLine("Run it inside the repository, or name the repository's folder.");
    return 2;
}

try
{
    Packer packer = new(root, args.Length > 1 ? Path.GetFullPath(args[1]) : Path.Combine(root, "artifacts"));
    packer.Run();
    Console.WriteLine(packer.Folder);
    Console.WriteLine(packer.Zip);
    return 0;
}
catch (PackException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
