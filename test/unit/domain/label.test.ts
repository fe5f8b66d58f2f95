import { describe, expect, it } from 'vitest';
import { label } from '#shared/domain/label.ts';

describe('a label', () => {
  it.each([
    ['plain', 'lab'],
    ['of 128 characters', 'x'.repeat(128)],
    ['of 128 characters outside the basic plane', '😀'.repeat(128)],
    ['in Chinese', '实验室网络'],
    ['in Hebrew', 'מעבדה'],
    ['with markup, which is shown as text', '<script>alert(1)</script>'],
  ])('%s is taken as it is', (_, text) => {
    expect(label.parse(text)).toBe(text);
  });

  it.each([
    ['of 129 characters', 'x'.repeat(129)],
    ['of 129 characters outside the basic plane', '😀'.repeat(129)],
    ['with a NUL', 'a\0b'],
    ['with a newline', 'a\nb'],
    ['with an escape', 'a\u001b[31m'],
    ['with DEL', 'a\u007f'],
    ['with a C1 control', 'a\u009b31m'],
    ['with a line separator', 'a\u2028b'],
    ['with a right-to-left override', 'a\u202egpj.exe'],
    ['with an embedding', '\u202aa'],
    ['with an isolate', '\u2067a\u2069'],
    ['with a lone high surrogate', '\ud800'],
    ['with a lone low surrogate', 'a\udc00b'],
  ])('%s is refused', (_, text) => {
    expect(label.safeParse(text).success).toBe(false);
  });
});
