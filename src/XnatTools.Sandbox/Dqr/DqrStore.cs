using System;

namespace XnatTools.Sandbox.Dqr;

/// <summary>The plugin's part of the sandbox's state, behind the lock of that state.</summary>
internal sealed class DqrStore
{
    private readonly SandboxState _state;
    private readonly DqrDocument _document;

    public DqrStore(SandboxState state)
    {
        _state = state;
        _document = state.Part<DqrDocument>("dqr");
        _document.Pacs = state.Pacs;
    }

    /// <summary>Looks at the document. What is returned must not be a live part of it.</summary>
    public T Read<T>(Func<DqrDocument, T> read)
    {
        lock (_state.Sync)
        {
            return read(_document);
        }
    }

    public void Write(Action<DqrDocument> write) => Write<object?>(document =>
    {
        write(document);
        return null;
    });

    public T Write<T>(Func<DqrDocument, T> write)
    {
        T result;
        lock (_state.Sync)
        {
            result = write(_document);
        }

        _state.Changed();
        return result;
    }
}
