namespace System.Management.Automation.Internal
{
    public abstract class InternalCommand
    {
        internal InternalCommand()
        {
        }
    }
}

namespace System.Management.Automation
{
    public interface ICommandRuntime
    {
        void WriteDebug(string text);

        void WriteError(ErrorRecord errorRecord);

        void WriteObject(object? sendToPipeline);

        void WriteObject(object? sendToPipeline, bool enumerateCollection);

        void WriteProgress(ProgressRecord progressRecord);

        void WriteVerbose(string text);

        void WriteWarning(string text);

        bool ShouldProcess(string target);

        bool ShouldProcess(string target, string action);

        bool ShouldProcess(string verboseDescription, string verboseWarning, string caption, out ShouldProcessReason shouldProcessReason);

        bool ShouldContinue(string query, string caption);

        void ThrowTerminatingError(ErrorRecord errorRecord);
    }

    public interface ICommandRuntime2 : ICommandRuntime
    {
        void WriteInformation(InformationRecord informationRecord);
    }

    public abstract class Cmdlet : Internal.InternalCommand
    {
        public ICommandRuntime CommandRuntime { get; set; } = null!;

        public bool Stopping => Runtime.Engine.IsStopping;

        internal StandIn.CommandRuntime Runtime => (StandIn.CommandRuntime)CommandRuntime;

        public void WriteObject(object? sendToPipeline) => CommandRuntime.WriteObject(sendToPipeline);

        public void WriteObject(object? sendToPipeline, bool enumerateCollection) => CommandRuntime.WriteObject(sendToPipeline, enumerateCollection);

        public void WriteError(ErrorRecord errorRecord) => CommandRuntime.WriteError(errorRecord);

        public void WriteVerbose(string text) => CommandRuntime.WriteVerbose(text);

        public void WriteDebug(string text) => CommandRuntime.WriteDebug(text);

        public void WriteWarning(string text) => CommandRuntime.WriteWarning(text);

        public void WriteProgress(ProgressRecord progressRecord) => CommandRuntime.WriteProgress(progressRecord);

        public void WriteInformation(object messageData, string[] tags)
        {
            InformationRecord record = new(messageData, GetType().Name);
            record.Tags.AddRange(tags ?? []);
            WriteInformation(record);
        }

        public void WriteInformation(InformationRecord informationRecord) => ((ICommandRuntime2)CommandRuntime).WriteInformation(informationRecord);

        public bool ShouldProcess(string target) => CommandRuntime.ShouldProcess(target);

        public bool ShouldProcess(string target, string action) => CommandRuntime.ShouldProcess(target, action);

        public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption, out ShouldProcessReason shouldProcessReason) =>
            CommandRuntime.ShouldProcess(verboseDescription, verboseWarning, caption, out shouldProcessReason);

        public bool ShouldContinue(string query, string caption) => CommandRuntime.ShouldContinue(query, caption);

        public void ThrowTerminatingError(ErrorRecord errorRecord) => CommandRuntime.ThrowTerminatingError(errorRecord);

        internal void DoBegin() => BeginProcessing();

        internal void DoProcess() => ProcessRecord();

        internal void DoEnd() => EndProcessing();

        internal void DoStop() => StopProcessing();

        protected virtual void BeginProcessing()
        {
        }

        protected virtual void ProcessRecord()
        {
        }

        protected virtual void EndProcessing()
        {
        }

        protected virtual void StopProcessing()
        {
        }
    }

    public abstract class PSCmdlet : Cmdlet
    {
        public InvocationInfo MyInvocation => Runtime.Invocation;

        public string ParameterSetName => Runtime.SetName;

        public SessionState SessionState => Runtime.Engine.Session;

        public Host.PSHost Host => null!;
    }
}
