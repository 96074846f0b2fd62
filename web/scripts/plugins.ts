import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const sha256 = (text: string | Uint8Array, encoding: 'base64' | 'hex') =>
  createHash('sha256').update(text).digest(encoding);

function htmlText(source: string | Uint8Array): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}

/**
 * Writes `csp.txt` beside `index.html`: the whole Content-Security-Policy header for this app.
 * Scripts come from files only; the critical style inlined in the page is allowed by its hash.
 */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'danso-csp',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') return;
        const html = htmlText(page.source);
        if (/<script(?![^>]*\bsrc=)[^>]*>/.test(html)) this.error('index.html has an inline script');
        const hashes = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(
          ([, style]) => `'sha256-${sha256(style ?? '', 'base64')}'`,
        );
        const policy = [
          "default-src 'self'",
          "script-src 'self'",
          ["style-src 'self'", ...hashes].join(' '),
          "img-src 'self' data: blob:",
          "connect-src 'self'",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'",
        ].join('; ');
        this.emitFile({ type: 'asset', fileName: 'csp.txt', source: `${policy}\n` });
      },
    },
  };
}

/**
 * Asks the browser to compile the functions of these files while they load, beside the page, and not each when it is first called: nearly
 * all of them are called at once (V8, explicit compile hints, 2025). Browsers that do not know the comment pass over it.
 */
export function compiledAhead(names: readonly string[]): Plugin {
  return {
    name: 'danso-compiled-ahead',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === 'chunk' && names.includes(file.name)) file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
        }
      },
    },
  };
}

/**
 * Emits `sw.js` from a template, with the list of files that make the app and a version made of
 * their contents. An app without a template has no service worker.
 */
export function precache(template: string): Plugin {
  return {
    name: 'danso-precache',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        if (!existsSync(template)) return;
        const files = Object.values(bundle)
          .filter((file) => /\.(html|js|css|woff2|mp3)$/.test(file.fileName) && file.fileName !== 'sw.js')
          .sort((a, b) => a.fileName.localeCompare(b.fileName));
        const content = files.map((file) => (file.type === 'chunk' ? file.code : htmlText(file.source)));
        const version = sha256(content.join('\0'), 'hex').slice(0, 12);
        const source = readFileSync(template, 'utf8')
          .replace('__VERSION__', version)
          .replace('__FILES__', JSON.stringify(files.map((file) => file.fileName)));
        this.emitFile({ type: 'asset', fileName: 'sw.js', source });
      },
    },
  };
}
