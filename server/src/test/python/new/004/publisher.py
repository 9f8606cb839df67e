import pika
import sys

connection = pika.BlockingConnection(pika.ConnectionParameters('localhost'))
channel = connection.channel()

channel.exchange_declare(exchange='logs', exchange_type='fanout')

message = ' '.join(sys.argv[1:]) or "Logs..."
channel.basic_publish(exchange='logs', routing_key='key', body=message)
print("[x] Send %r" % (message,))
connection.close()
