using System.Threading.Tasks;

namespace XnatTools.Sandbox.Queue;

/// <summary>What the queue engine does to the rest of the server around a retrieve.</summary>
internal interface IImportEffects
{
    /// <summary>Whether an enabled receiver of the server has this destination: <c>AE:port</c>, or <c>AE</c>, in any case.</summary>
    bool IsReceiver(string destination);

    /// <summary>Records that objects of the study belong to the project.</summary>
    void Route(QueueRecord record);

    /// <summary>The retrieve ended well: asks for the rebuild, mails, writes the workflow entry.</summary>
    Task SucceededAsync(QueueRecord record);

    /// <summary>The retrieve failed: deletes what arrived so far, writes the workflow entry.</summary>
    Task FailedAsync(QueueRecord record);
}
