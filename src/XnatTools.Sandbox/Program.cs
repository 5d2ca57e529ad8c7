using System.Threading.Tasks;
using XnatTools.Sandbox.Commands;

namespace XnatTools.Sandbox;

internal static class Program
{
    private static Task<int> Main(string[] args) => SandboxCommand.RunAsync(args);
}
