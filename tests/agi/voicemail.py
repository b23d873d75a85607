#!/usr/bin/env python3
"""A mailbox: a class around the pipe, as the libraries have it."""
import os
import re
import sys

ANSWER = re.compile(r'^(\d{3})[ -](?:result=)?(-?\d*)(?: \((.*)\))?'
                    r'(?: endpos=(\d+))?')


class AGIError(Exception):
    pass


class AGI:
    def __init__(self):
        self.env = {}
        self.log = open(os.environ['AGI_TEST_LOG'], 'a', buffering=1)
        while True:
            line = sys.stdin.readline().strip()
            if not line:
                break
            key, _, data = line.partition(':')
            self.env[key.strip()] = data.strip()

    @staticmethod
    def quote(value):
        return '"%s"' % str(value).replace('"', r'\"')

    def execute(self, command, *args):
        line = ' '.join([command] + [str(a) for a in args])
        sys.stdout.write(line + '\n')
        sys.stdout.flush()
        answer = sys.stdin.readline()
        if not answer:
            raise AGIError('no answer')
        if answer.startswith('520-'):
            while not answer.startswith('520 '):
                answer = sys.stdin.readline()
        self.log.write('%s -> %s\n' % (line, answer.strip()))
        code, result, note, endpos = ANSWER.match(answer).groups()
        return int(code), result, note, int(endpos or 0)


agi = AGI()
agi.log.write('language %s, unique %s\n' % (
    agi.env['agi_language'],
    agi.env['agi_uniqueid'] == os.environ['OFFHOOK_CALL']))
agi.execute('SAY NUMBER', 21, agi.quote(''))
agi.execute('STREAM FILE', 'not-there', agi.quote(''))
box = os.path.abspath('box')
code, result, note, endpos = agi.execute(
    'RECORD FILE', box, 'gsm', agi.quote('#*'), 8000, 'BEEP', 's=3')
agi.log.write('recorded %.1f s by %s\n' % (endpos / 8000, note))
agi.execute('STREAM FILE', box, agi.quote('#'))
agi.execute('EXEC', 'Set', agi.quote('LAST=%s,%s' % (result, note)))
agi.execute('GET VARIABLE', 'LAST')
agi.execute('EXEC', 'MusicOnHold', agi.quote('default'))
agi.execute('SAY ALPHA', 'ab', agi.quote(''))
agi.execute('SAY NUMBER', 'many', agi.quote(''))
agi.execute('WAIT FOR DIGIT', 100)
