import { describe, expect, it } from 'vitest';
import { allowedUrl } from './allowed-host.ts';

const STANDARD = ['api.openai.com', 'localhost', '127.0.0.1', '[::1]'];

describe('hosts that may be asked', () => {
  const allowed: [url: string, list?: string[]][] = [
    ['https://api.openai.com/v1'],
    ['https://API.OpenAI.com/v1'],
    ['https://api.openai.com:8443/v1'],
    ['http://localhost:11434/v1'],
    ['http://LOCALHOST/v1'],
    ['http://127.0.0.1:8000'],
    ['http://2130706433/v1'],
    ['http://0x7f.1/v1'],
    ['http://[::1]:8000/v1'],
    ['http://[0:0:0:0:0:0:0:1]/v1'],
    ['https://vllm.example.org/v1', ['VLLM.example.org']],
    ['https://vllm.example.org:8443/v1', ['vllm.example.org:8443']],
    ['https://api.openai.com/v1', ['api.openai.com:443']],
    ['http://192.168.1.20:8000/v1', ['192.168.1.20']],
    ['http://nas.local:8000/v1', ['nas.local']],
    ['http://darkroom:8000/v1', ['darkroom']],
    ['http://[fd00::5]:8000/v1', ['fd00::5']],
    ['https://bücher.example/v1', ['xn--bcher-kva.example']],
  ];
  it.each(allowed)('%s is one', (url, list = STANDARD) => {
    expect(allowedUrl(url, list)).toBeInstanceOf(URL);
  });

  const refused: [url: string, reason: RegExp, list?: string[]][] = [
    ['https://api.openai.com@evil.example/v1', /user name/],
    ['https://evil.example@api.openai.com/v1', /user name/],
    ['https://api.openai.com:x@evil.example/v1', /user name/],
    ['https://evil.example\\@api.openai.com/v1', /not in/],
    ['https://api.openai.com./v1', /not in/],
    ['https://api.openai.com.evil.example/v1', /not in/],
    ['https://evil-api.openai.com/v1', /not in/],
    ['https://openai.com/v1', /not in/],
    ['https://sub.api.openai.com/v1', /not in/],
    ['https://api.openai.com%2eevil.example/v1', /not in/],
    ['https://аpi.openai.com/v1', /not in/],
    ['http://localhost.evil.example/v1', /not in/],
    ['http://localhost./v1', /not in/],
    ['http://127.0.0.2/v1', /not in/],
    ['http://127.0.0.1.nip.io/v1', /not in/],
    ['http://[::ffff:127.0.0.1]/v1', /not in/],
    ['http://[::2]/v1', /not in/],
    ['http://0.0.0.0/v1', /not in/],
    ['http://api.openai.com/v1', /unencrypted/],
    ['http://8.8.8.8/v1', /unencrypted/, ['8.8.8.8']],
    ['http://172.32.0.1/v1', /unencrypted/, ['172.32.0.1']],
    ['https://vllm.example.org/v1', /not in/, ['vllm.example.org:8443']],
    ['https://vllm.example.org:8444/v1', /not in/, ['vllm.example.org:8443']],
    [
      'https://vllm.example.org/v1',
      /not in/,
      ['*.example.org', '', '  ', 'https://vllm.example.org', 'vllm.example.org/v1'],
    ],
    ['https://vllm.example.org/v1', /not in/, ['x@vllm.example.org']],
    ['https://api.openai.com/v1', /not in/, []],
    ['https://api.openai.com/v1?to=evil', /more than an address/],
    ['https://api.openai.com/v1#evil', /more than an address/],
    ['ftp://localhost/v1', /neither/],
    ['file:///etc/passwd', /neither/],
    ['data:text/plain,x', /neither/],
    ['api.openai.com', /no web address/],
    ['', /no web address/],
  ];
  it.each(refused)('%s is none', (url, reason, list = STANDARD) => {
    expect(allowedUrl(url, list)).toMatch(reason);
  });
});
