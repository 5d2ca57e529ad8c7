using System.IO;
using System.Linq;

namespace XnatTools.Sandbox.Core.Archive;

/// <summary>Archived sessions and their files on disk.</summary>
internal static class ArchiveFiles
{
    internal static string FolderOf(SandboxContext context, SandboxSession session) => context.Prearchive.Archiver.FolderOf(session);

    /// <summary>Removes the record; the files only when asked to.</summary>
    internal static void Delete(SandboxContext context, SandboxSession session, bool removeFiles)
    {
        string folder = FolderOf(context, session);
        context.State.Sessions.Remove(session);
        if (removeFiles && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        context.State.Changed();
    }

    /// <summary>Renames or moves: the folder follows label and project. False when another folder is in the way.</summary>
    internal static bool Relocate(SandboxContext context, SandboxSession session, string project, string label)
    {
        string from = FolderOf(context, session);
        string oldProject = session.Project;
        string oldLabel = session.Label;
        session.Project = project;
        session.Label = label;
        string to = FolderOf(context, session);
        if (from == to || !Directory.Exists(from))
        {
            return true;
        }

        if (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any())
        {
            session.Project = oldProject;
            session.Label = oldLabel;
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        Directory.Move(from, to);
        return true;
    }
}
