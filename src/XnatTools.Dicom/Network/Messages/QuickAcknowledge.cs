using System;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace XnatTools.Dicom;

/// <summary>
/// Has the system acknowledge what arrives at once. Servers that write each answer in two small pieces wait for the
/// acknowledgement of the first, which is delayed by some 40 ms otherwise.
/// </summary>
internal sealed class QuickAcknowledge
{
    private readonly Socket _socket;
#if !NETFRAMEWORK
    private const int ProtocolTcp = 6;
    private const int TcpQuickAck = 12;

    private bool _works = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);
#endif

    public QuickAcknowledge(Socket socket)
    {
        _socket = socket;
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return;
        }

        try
        {
            // SIO_TCP_SET_ACK_FREQUENCY: acknowledge every segment.
            const int SetAckFrequency = unchecked((int)0x98000017);
            _socket.IOControl(SetAckFrequency, BitConverter.GetBytes(1), null);
        }
        catch (SocketException)
        {
            // Older systems do not know it; it works without, only slower.
        }
    }

#pragma warning disable CA1822 // Has nothing to do on .NET Framework.
    /// <summary>To be called before each receive: on Linux the option does not stick.</summary>
    public void Set()
    {
#if !NETFRAMEWORK
        if (!_works)
        {
            return;
        }

        try
        {
            _socket.SetRawSocketOption(ProtocolTcp, TcpQuickAck, [1, 0, 0, 0]);
        }
        catch (SocketException)
        {
            _works = false;
        }
#endif
    }
#pragma warning restore CA1822
}
