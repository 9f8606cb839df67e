"""pika as it was called before 1.0, on the pika 1.2 that is installed.

Put this folder on PYTHONPATH: 'import pika' finds this file, which loads the real package, gives it the old signatures and steps
back. What goes over the wire is what pika 0.10 sent: the same methods, defaults and arguments.
"""
import importlib.machinery
import importlib.util
import os
import sys

_here = os.path.dirname(os.path.abspath(__file__))
_spec = importlib.machinery.PathFinder.find_spec(
    'pika', [entry for entry in sys.path if os.path.abspath(entry or '.') != _here])
_pika = importlib.util.module_from_spec(_spec)
sys.modules['pika'] = _pika
_spec.loader.exec_module(_pika)

_Channel = _pika.adapters.blocking_connection.BlockingChannel
_basic_consume = _Channel.basic_consume
_basic_get = _Channel.basic_get
_exchange_declare = _Channel.exchange_declare
_queue_bind = _Channel.queue_bind
_queue_unbind = _Channel.queue_unbind
_queue_declare = _Channel.queue_declare
_queue_delete = _Channel.queue_delete
_queue_purge = _Channel.queue_purge
_parameters = _pika.ConnectionParameters.__init__


def basic_consume(self, consumer_callback, queue, no_ack=False, exclusive=False, consumer_tag=None, arguments=None):
    return _basic_consume(self, queue, consumer_callback, auto_ack=no_ack, exclusive=exclusive,
                          consumer_tag=consumer_tag, arguments=arguments)


def basic_get(self, queue=None, no_ack=False):
    return _basic_get(self, queue or '', auto_ack=no_ack)


def exchange_declare(self, exchange=None, exchange_type='direct', passive=False, durable=False, auto_delete=False,
                     internal=False, arguments=None, type=None):
    return _exchange_declare(self, exchange, exchange_type=type or exchange_type, passive=passive, durable=durable,
                             auto_delete=auto_delete, internal=internal, arguments=arguments)


def queue_declare(self, queue='', passive=False, durable=False, exclusive=False, auto_delete=False, arguments=None):
    return _queue_declare(self, queue, passive=passive, durable=durable, exclusive=exclusive,
                          auto_delete=auto_delete, arguments=arguments)


def queue_bind(self, queue, exchange, routing_key=None, arguments=None):
    return _queue_bind(self, queue, exchange, routing_key=queue if routing_key is None else routing_key,
                       arguments=arguments)


def queue_unbind(self, queue='', exchange=None, routing_key=None, arguments=None):
    return _queue_unbind(self, queue, exchange, routing_key=queue if routing_key is None else routing_key,
                         arguments=arguments)


def queue_delete(self, queue='', if_unused=False, if_empty=False):
    return _queue_delete(self, queue, if_unused=if_unused, if_empty=if_empty)


def queue_purge(self, queue=''):
    return _queue_purge(self, queue)


def _old_parameters(self, *args, heartbeat_interval=None, **kwargs):
    """heartbeat_interval was the name; without one the server's proposal is taken, as today."""
    if heartbeat_interval is not None:
        kwargs['heartbeat'] = heartbeat_interval
    _parameters(self, *args, **kwargs)


for _method in (basic_consume, basic_get, exchange_declare, queue_declare, queue_bind, queue_unbind, queue_delete,
                queue_purge):
    setattr(_Channel, _method.__name__, _method)
_pika.ConnectionParameters.__init__ = _old_parameters
