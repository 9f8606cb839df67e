import pika
import sys


def callback(ch, method, properties, body):
    print("[x] %r" % (body,))


connection = pika.BlockingConnection(pika.ConnectionParameters('localhost'))
channel = connection.channel()

severities = sys.argv[1:]
if not severities:
    print("Error : input severities", file=sys.stderr)
    sys.exit(1)

channel.exchange_declare(exchange='logs_direct', exchange_type='direct')
result = channel.queue_declare(queue='', exclusive=True)
queue_name = result.method.queue
for severity in severities:
    channel.queue_bind(exchange='logs_direct', queue=queue_name, routing_key=severity)
channel.basic_consume(queue=queue_name, on_message_callback=callback, auto_ack=True)

print("[*] Waiting for logs. To exit press CTRL+C")
channel.start_consuming()
