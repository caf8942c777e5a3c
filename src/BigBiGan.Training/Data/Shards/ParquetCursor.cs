using ParquetSharp;

namespace BigBiGan.Training.Data.Shards;

/// <summary>The values of a column of a row group, one after the other, in memory that does not grow with the group.</summary>
/// <typeparam name="T">As the column stores them; bytes are the file's own until the cursor moves on.</typeparam>
internal sealed class ParquetCursor<T> : IDisposable
    where T : unmanaged
{
    private const int Batch = 64;

    private readonly ColumnReader<T> _column;
    private readonly short _whole;
    private readonly short[] _levels = new short[Batch];
    private readonly short[] _repeats = new short[Batch];
    private readonly T[] _values = new T[Batch];
    private long _read;
    private int _row;
    private int _value;

    public ParquetCursor(RowGroupReader group, int column)
    {
        _column = (ColumnReader<T>)group.Column(column);
        _whole = _column.ColumnDescriptor.MaxDefinitionLevel;
    }

    /// <summary>The next row's value; null where it has none.</summary>
    /// <exception cref="EndOfStreamException">There are no more rows.</exception>
    public T? Next()
    {
        if (_row == _read)
        {
            _read = _column.ReadBatch(Batch, _levels, _repeats, _values, out _);
            (_row, _value) = (0, 0);
            if (_read == 0)
            {
                throw new EndOfStreamException("it ends within its rows");
            }
        }

        return _whole > 0 && _levels[_row++] < _whole ? null : _whole > 0 ? _values[_value++] : _values[_row++];
    }

    public void Dispose() => _column.Dispose();
}
