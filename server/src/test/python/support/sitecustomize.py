"""Python runs this before the program: localhost's and Docker's port 5672 becomes the port of the broker under test.

AMQP_PORT is that port; AMQP_HEARTBEAT, if set, is the heartbeat in seconds that a program asks for when it names none.
"""
import os

import pika

_PORT = int(os.environ.get('AMQP_PORT', '5672'))
_init = pika.ConnectionParameters.__init__


def _redirected(self, *args, **kwargs):
    _init(self, *args, **kwargs)
    if self.port == 5672:
        self.port = _PORT
    if self.host in ('172.17.0.1', 'localhost'):
        self.host = '127.0.0.1'


pika.ConnectionParameters.__init__ = _redirected
if 'AMQP_HEARTBEAT' in os.environ:
    pika.connection.Parameters.DEFAULT_HEARTBEAT_TIMEOUT = int(os.environ['AMQP_HEARTBEAT'])
