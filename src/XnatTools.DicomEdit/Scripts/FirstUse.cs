using System.Threading;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>
/// What the first script of a process waits for, done on another thread while the script is read: the dictionary, and the
/// runtime's compilation of the code that comes last. A few statements are compiled for that; what comes of them is dropped.
/// </summary>
internal static class FirstUse
{
    // In the order that is of most use: the script itself begins with what stands last here.
    private const string Statements =
        "version \"6.1\"\n(0008,0020) ~ \".+\" ? (0008,0020) := shiftDateByIncrement[(0008,0020), -1] : -(0008,0020)\n"
        + "retainPrivateTags[\"(0029,{A}01)\"]\nhashUIDList[*/(0008,1155)]\n(0010,0020) ?= \"\"\n(0020,000D) := hashUID[(0020,000D)]\n(0010,0010) := subject\n";

    private static int s_begun;

    public static void Begin()
    {
        if (Volatile.Read(ref s_begun) == 0 && Interlocked.Exchange(ref s_begun, 1) == 0)
        {
            ThreadPool.QueueUserWorkItem(static _ => Prepare());
        }
    }

    private static void Prepare()
    {
        _ = DicomDictionary.Standard;
        JavaRegex.Build(".+", whole: true, DicomEditOptions.s_default.RegexTimeout).IsMatch("");
        DicomEditScript.TryCompile(Statements, null, out _, out _);
    }
}
