using System;
using System.IO;

namespace XnatTools.Dicom;

/// <content>Sending what a writer produces.</content>
internal sealed partial class DimseChannel
{
    private sealed class PdvStream(DimseChannel channel, byte contextId, TimeSpan timeout) : Stream
    {
        private int _used;
        private bool _odd;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void Complete()
        {
            if (_odd)
            {
                Write([0], 0, 1);
            }

            Emit(last: true);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _odd ^= (count & 1) != 0;
            while (count > 0)
            {
                if (_used == channel._fragment)
                {
                    Emit(last: false);
                }

                int size = Math.Min(count, channel._fragment - _used);
                Buffer.BlockCopy(buffer, offset, channel._out, HeaderLength + _used, size);
                _used += size;
                offset += size;
                count -= size;
            }
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private void Emit(bool last)
        {
            channel.SetSendingDeadline(timeout);
            channel.PutHeader(0, contextId, (byte)(last ? 2 : 0), _used);
            channel._connection.Send(channel._out, 0, HeaderLength + _used);
            _used = 0;
        }
    }
}
