import sys

import pika

exchange, queue = sys.argv[1:]
connection = pika.BlockingConnection(pika.ConnectionParameters('localhost', heartbeat_interval=5))
channel = connection.channel()
channel.queue_declare(queue=queue)
channel.queue_bind(exchange=exchange, queue=queue)
connection.close()
