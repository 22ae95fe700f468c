"""Writes special/*.parquet by pyarrow: files with checksums of their pages, and encrypted ones. python write_special.py."""

import base64
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

HERE = pathlib.Path(__file__).parent / "special"
TABLE = pa.table({"long_field": pa.array(range(2000), pa.int64()), "text": [f"text {i % 7}" for i in range(2000)]})


class Keys(pe.KmsClient):
    """Keeps keys as they are: what is tried is that the files are known as encrypted."""

    def __init__(self, config):
        pe.KmsClient.__init__(self)

    def wrap_key(self, key_bytes, master_key_identifier):
        return base64.b64encode(key_bytes)

    def unwrap_key(self, wrapped_key, master_key_identifier):
        return base64.b64decode(wrapped_key)


def encrypted(name, plaintext_footer):
    config = pe.EncryptionConfiguration(footer_key="footer", column_keys={"columns": ["text"]}, plaintext_footer=plaintext_footer)
    properties = pe.CryptoFactory(Keys).file_encryption_properties(pe.KmsConnectionConfig(), config)
    with pq.ParquetWriter(HERE / name, TABLE.schema, encryption_properties=properties) as writer:
        writer.write_table(TABLE)


HERE.mkdir(exist_ok=True)
for codec in ("none", "snappy"):
    pq.write_table(TABLE, HERE / f"checksums_{codec}.parquet", compression=codec, use_dictionary=["text"], write_page_checksum=True)
encrypted("encrypted_footer.parquet", False)
encrypted("plaintext_footer.parquet", True)
