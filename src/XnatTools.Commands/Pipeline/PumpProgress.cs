using System;

namespace XnatTools.Commands;

/// <summary>Takes progress from the work to the pipeline thread.</summary>
internal sealed class PumpProgress<T>(PipelinePump pump, Action<T> show) : IProgress<T>
{
    public void Report(T value) => pump.Post(() => show(value));
}
