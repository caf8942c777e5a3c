// train-00000-of-00001.parquet, by Arrow's Rust library: npm install parquet-wasm@0.8 apache-arrow@21, and pictures.json from make.py
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Binary, Field, Int64, Schema, Struct, Table, Utf8, tableToIPC, vectorFromArray, RecordBatch } = require("apache-arrow");
const { Compression, Table: Parquet, WriterPropertiesBuilder, writeParquet } = require("parquet-wasm/node");

const rows = JSON.parse(readFileSync("pictures.json")).map((text, i) => ({
  image: { bytes: Uint8Array.from(Buffer.from(text, "base64")), path: `${String(i).padStart(3, "0")}.png` },
  label: BigInt(i % 3),
}));
const image = new Struct([new Field("bytes", new Binary(), true), new Field("path", new Utf8(), true)]);
const table = new Table({
  image: vectorFromArray(rows.map((row) => row.image), image),
  label: vectorFromArray(rows.map((row) => row.label), new Int64()),
});
const features = { image: { _type: "Image" }, label: { names: ["zebra", "ant", "moth"], _type: "ClassLabel" } };
const properties = new WriterPropertiesBuilder()
  .setCompression(Compression.SNAPPY)
  .setMaxRowGroupSize(5)
  .setKeyValueMetadata(new Map([["huggingface", JSON.stringify({ info: { features } })]]))
  .build();
writeFileSync("train-00000-of-00001.parquet", writeParquet(Parquet.fromIPCStream(tableToIPC(table, "stream")), properties));
