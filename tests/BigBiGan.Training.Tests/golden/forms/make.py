# The files beside this one, from other tools than the product's: h5py 3.7, NumPy 1.24; pictures.json is for make.mjs.
# Picture i of 14 is 6 x 6; red is 18 * i + x, green is 7 * i + 20 * y, blue is i * x + y; its label is i % 3.
import base64
import json
import struct
import zlib

import h5py
import numpy

i, y, x = numpy.meshgrid(numpy.arange(14), numpy.arange(6), numpy.arange(6), indexing="ij")
pixels = numpy.stack([18 * i + x, 7 * i + 20 * y, i * x + y], axis=-1).astype("uint8")  # [N, H, W, C]
planes = numpy.ascontiguousarray(pixels.transpose(0, 3, 1, 2))
labels = numpy.arange(14) % 3


def hdf5(name, compression):
    """As BigGAN-PyTorch's make_hdf5.py: the file grows by batches."""
    chunk = 5
    with h5py.File(name, "w") as file:
        file.create_dataset("imgs", planes[:8].shape, dtype="uint8", maxshape=planes.shape, chunks=(chunk, 3, 6, 6), compression=compression)[...] = planes[:8]
        file.create_dataset("labels", (8,), dtype="int64", maxshape=(14,), chunks=(chunk,), compression=compression)[...] = labels[:8]
    with h5py.File(name, "a") as file:
        file["imgs"].resize(14, axis=0)
        file["imgs"][-6:] = planes[8:]
        file["labels"].resize(14, axis=0)
        file["labels"][-6:] = labels[8:]


hdf5("chunked.hdf5", None)
hdf5("lzf.hdf5", "lzf")
hdf5("gzip.hdf5", "gzip")
with h5py.File("contiguous.h5", "w") as file:
    file["images"], file["labels"] = pixels, labels.astype("uint8")
with h5py.File("latest.h5", "w", libver="latest") as file:
    file.create_dataset("imgs", data=planes, chunks=(5, 1, 6, 3))
    file["labels"] = labels.astype("int32")

numpy.savez("images.npz", images=planes, labels=labels)
numpy.savez_compressed("packed.npz", pixels, labels)
numpy.savez("data.npz", data=planes.reshape(14, -1), labels=labels + 1, mean=planes.reshape(14, -1).mean(0))


def png(picture):
    rows = b"".join(b"\0" + row.tobytes() for row in picture)
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 6, 6, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)


with open("pictures.json", "w") as file:
    json.dump([base64.b64encode(png(picture)).decode() for picture in pixels], file)
