using System;
using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>Gets what waits in XNAT's import queue.</summary>
[Cmdlet(VerbsCommon.Get, "XnatImportQueue")]
[OutputType(typeof(ImportQueueItem))]
public sealed class GetXnatImportQueueCommand : ImportRecordCmdlet
{
    private protected override void Process()
    {
        Func<ImportQueueItem, bool> isWanted = MakeFilter();
        Stream(token => Client.Dqr.QueueAsync(All, token), item =>
        {
            if (isWanted(item))
            {
                WriteObject(item);
            }
        });
    }
}
