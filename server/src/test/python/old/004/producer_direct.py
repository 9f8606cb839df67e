import pika
import sys

connection = pika.BlockingConnection(pika.ConnectionParameters('localhost'))
channel = connection.channel()

channel.exchange_declare(exchange='logs_direct', type='direct')

severity = sys.argv[1] if len(sys.argv) > 1 else 'info'
message = ' '.join(sys.argv[2:]) or "Logs..."
channel.basic_publish(exchange='logs_direct', routing_key=severity, body=message)
print("[x] Send %r" % (message,))
connection.close()
