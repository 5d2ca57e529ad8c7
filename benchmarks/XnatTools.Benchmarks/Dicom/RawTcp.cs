using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>What the machine can do at best: the bytes of the files over a connection into other files, and nothing else.</summary>
internal static class RawTcp
{
    private const int BufferSize = 256 * 1024;

    public static async Task RunAsync(List<string> paths, string into)
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        long[] lengths = paths.Select(path => new FileInfo(path).Length).ToArray();
        Task receive = Task.Run(() => Receive(listener, lengths, into));
        using (Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(listener.LocalEndPoint!);
            byte[] buffer = new byte[BufferSize];
            foreach (string path in paths)
            {
                using SafeFileHandle file = File.OpenHandle(path);
                long at = 0;
                int got;
                while ((got = RandomAccess.Read(file, buffer, at)) > 0)
                {
                    socket.Send(buffer.AsSpan(0, got));
                    at += got;
                }
            }
        }

        await receive;
    }

    private static void Receive(Socket listener, long[] lengths, string into)
    {
        using Socket socket = listener.Accept();
        byte[] buffer = new byte[BufferSize];
        for (int i = 0; i < lengths.Length; i++)
        {
            using SafeFileHandle file = File.OpenHandle(Path.Combine(into, i.ToString(CultureInfo.InvariantCulture)), FileMode.Create, FileAccess.Write);
            long at = 0;
            while (at < lengths[i])
            {
                int got = socket.Receive(buffer, 0, (int)Math.Min(buffer.Length, lengths[i] - at), SocketFlags.None);
                RandomAccess.Write(file, buffer.AsSpan(0, got), at);
                at += got;
            }
        }
    }
}
