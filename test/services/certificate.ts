import { join } from 'node:path';
import { run } from './processes.js';

/** Makes a key and a certificate for 127.0.0.1 that is signed by itself, as PEM files in `folder`. */
export async function makeCertificate(folder: string): Promise<{ certificate: string; key: string }> {
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', certificate];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files];
  await run('openssl', made, { log: join(folder, 'openssl.log') });
  return { certificate, key };
}
